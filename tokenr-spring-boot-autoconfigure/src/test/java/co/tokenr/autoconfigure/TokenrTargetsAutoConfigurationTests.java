package co.tokenr.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import co.tokenr.Tokenr;
import co.tokenr.TokenrScope;
import co.tokenr.metrics.DeliveryMeters;
import co.tokenr.report.ReporterStatus;
import co.tokenr.report.UsageReporter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several targets in one application.
 */
class TokenrTargetsAutoConfigurationTests {

	@TempDir
	private Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TokenrAutoConfiguration.class, TokenrJsonlAutoConfiguration.class,
				TokenrReporterAutoConfiguration.class, TokenrMetricsAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new);

	@Test
	void writesToAFileWithoutACollector() {
		this.contextRunner.withPropertyValues(jsonl()).run((context) -> {
			context.getBean(Tokenr.class).track("acme", "m1", (call) -> call.inputTokens(7));
			assertThat(context.getBean(Tokenr.class).flush(Duration.ofSeconds(10)).accepted()).isEqualTo(1);
			assertThat(lines()).singleElement().asString().contains("\"input_tokens\":7");
			assertThat(statuses(context.getBean(UsageReporter.class))).containsExactly("jsonl");
			assertThat(context.getBean(Delivery.class).description())
				.isEqualTo("on, but not to the collector: tokenr.token is not set");
		});
	}

	@Test
	void aCollectorThatIsAwayHoldsUpNoFile() {
		this.contextRunner
			.withPropertyValues(jsonl(), "tokenr.token=t", "tokenr.url=http://127.0.0.1:9/",
					"tokenr.reporter.shutdown-timeout=100ms")
			.run((context) -> {
				context.getBean(Tokenr.class).track("acme", "m1", (call) -> call.inputTokens(7));
				Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(lines()).hasSize(1));
				assertThat(statuses(context.getBean(UsageReporter.class))).containsExactly("tokenr", "jsonl");
				ReporterStatus collector = context.getBean(UsageReporter.class).statuses().get(0);
				assertThat(collector.waiting()).isEqualTo(1);
				MeterRegistry meters = new SimpleMeterRegistry();
				context.getBean(DeliveryMeters.class).bindTo(meters);
				assertThat(sent(meters, "jsonl")).isEqualTo(1);
				assertThat(sent(meters, "tokenr")).isZero();
			});
	}

	@Test
	void aFileIsNoCollectorWhereOneIsRequired() {
		this.contextRunner.withPropertyValues(jsonl(), "tokenr.reporter.required=true")
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void switchesOffTheCollectorAlone() {
		this.contextRunner.withPropertyValues(jsonl(), "tokenr.token=t", "tokenr.reporter.enabled=false")
			.run((context) -> {
				context.getBean(Tokenr.class).track("acme", "m1", (call) -> call.inputTokens(7));
				assertThat(context.getBean(Tokenr.class).flush(Duration.ofSeconds(10)).accepted()).isEqualTo(1);
				assertThat(statuses(context.getBean(UsageReporter.class))).containsExactly("jsonl");
			});
	}

	@Test
	void keepsHereWhatIsNotToBeSavedRemotely() {
		this.contextRunner
			.withPropertyValues(jsonl(), "tokenr.token=t", "tokenr.url=http://127.0.0.1:9/",
					"tokenr.reporter.shutdown-timeout=100ms")
			.run((context) -> {
				Tokenr tokenr = context.getBean(Tokenr.class);
				tokenr.track("acme", "m1", (call) -> call.inputTokens(7).remoteSave(false));
				try (TokenrScope scope = tokenr.scope((who) -> who.remoteSave(false))) {
					tokenr.track("acme", "m1", (call) -> call.inputTokens(7));
					tokenr.track("acme", "m1", (call) -> call.inputTokens(7).remoteSave(true));
				}
				Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(lines()).hasSize(3));
				assertThat(tokenr.totals().calls()).isEqualTo(3);
				ReporterStatus collector = context.getBean(UsageReporter.class).statuses().get(0);
				assertThat(collector.withheld()).isEqualTo(2);
				assertThat(collector.waiting()).isEqualTo(1);
				MeterRegistry meters = new SimpleMeterRegistry();
				context.getBean(DeliveryMeters.class).bindTo(meters);
				assertThat(meters.get("tokenr.reporter.events")
					.tags("target", "tokenr", "outcome", "withheld", "reason", "local_only")
					.functionCounter()
					.count()).isEqualTo(2);
			});
	}

	@Test
	void keepsEverythingHereUnlessACallSaysOtherwise() {
		this.contextRunner
			.withPropertyValues(jsonl(), "tokenr.token=t", "tokenr.url=http://127.0.0.1:9/", "tokenr.remote-save=false",
					"tokenr.reporter.shutdown-timeout=100ms")
			.run((context) -> {
				Tokenr tokenr = context.getBean(Tokenr.class);
				tokenr.track("acme", "m1", (call) -> call.inputTokens(7));
				tokenr.track("acme", "m1", (call) -> call.inputTokens(7).remoteSave(true));
				Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(lines()).hasSize(2));
				ReporterStatus collector = context.getBean(UsageReporter.class).statuses().get(0);
				assertThat(collector.withheld()).isEqualTo(1);
				assertThat(collector.waiting()).isEqualTo(1);
			});
	}

	@Test
	void tellsATargetOnlyWhatItMayKnow() {
		this.contextRunner
			.withPropertyValues(jsonl(), "tokenr.export.jsonl.egress.omit=user-id,tags",
					"tokenr.export.jsonl.egress.hash=customer-id", "tokenr.export.jsonl.egress.keep[0]=tag:plan",
					"tokenr.export.jsonl.egress.hash-key=0123456789abcdef0123456789abcdef")
			.run((context) -> {
				Tokenr tokenr = context.getBean(Tokenr.class);
				tokenr.track("acme", "m1",
						(call) -> call.customer("globex").user("ada").tag("email", "a@b").tag("plan", "gold"));
				tokenr.flush(Duration.ofSeconds(10));
				assertThat(lines()).singleElement()
					.asString()
					.contains("\"customer_id\":\"", "\"tags\":{\"plan\":\"gold\"}")
					.doesNotContain("globex", "ada", "a@b");
				assertThat(tokenr.latest()).singleElement()
					.satisfies((event) -> assertThat(event.attribution().customerId()).isEqualTo("globex"));
			});
	}

	@Test
	void failsTheStartWhereItIsUnclearWhatMayLeave() {
		assertFails("As to 'tokenr.export.jsonl.egress': there is no 'hash-key' to hash [user-id] with", jsonl(),
				"tokenr.export.jsonl.egress.hash=user-id");
		assertFails("As to 'tokenr.reporter.egress': 'hash-key' has 5 characters", "tokenr.token=t",
				"tokenr.reporter.egress.hash=user-id", "tokenr.reporter.egress.hash-key=short");
		assertFails("The collector takes no event without a customer", "tokenr.token=t",
				"tokenr.url=http://127.0.0.1:9/", "tokenr.reporter.format=nozle",
				"tokenr.reporter.egress.omit=customer-id");
	}

	private void assertFails(String reason, String... properties) {
		this.contextRunner.withPropertyValues(properties).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getReason()).contains(reason))
				.message()
				.doesNotContain("short");
		});
	}

	private String jsonl() {
		return "tokenr.export.jsonl.path=" + this.directory.resolve("usage.jsonl");
	}

	private List<String> lines() throws IOException {
		Path file = this.directory.resolve("usage.jsonl");
		return Files.exists(file) ? Files.readAllLines(file) : List.of();
	}

	private static List<String> statuses(UsageReporter reporter) {
		return reporter.statuses().stream().map(ReporterStatus::target).toList();
	}

	private static double sent(MeterRegistry meters, String target) {
		return meters.get("tokenr.reporter.events").tags("target", target, "outcome", "sent").functionCounter().count();
	}

}
