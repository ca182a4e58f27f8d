package co.tokenr.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import co.tokenr.Tokenr;
import co.tokenr.actuate.TokenrEndpoint;
import co.tokenr.actuate.TokenrHealthIndicator;
import co.tokenr.capture.springai.TokenrChatClientCustomizer;
import co.tokenr.metrics.UsageMeterConvention;
import co.tokenr.metrics.UsageMeters;
import co.tokenr.report.target.jsonl.JsonlTarget;
import co.tokenr.report.target.kafka.KafkaTarget;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfigurationImportSelector;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.type.AnnotationMetadata;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the leaves: each is there where its technology is, and only it is missing
 * where that is not.
 */
class TokenrLeavesAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TokenrAutoConfiguration.class, TokenrDisabledAutoConfiguration.class,
				TokenrReporterAutoConfiguration.class, TokenrAttributionAutoConfiguration.class,
				TokenrMetricsAutoConfiguration.class, TokenrHealthAutoConfiguration.class,
				TokenrActuatorAutoConfiguration.class, TokenrSpringAiAutoConfiguration.class,
				TokenrSecurityAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=*");

	/**
	 * As an application starts: classes that are absent are filtered before they are
	 * loaded.
	 */
	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withUserConfiguration(Application.class);

	private final ApplicationContextRunner withMeters = this.contextRunner.withBean(MeterRegistry.class,
			SimpleMeterRegistry::new);

	@Test
	void importsFileNamesEveryAutoConfiguration() throws Exception {
		String imports = new String(getClass()
			.getResourceAsStream("/META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports")
			.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
		assertThat(imports.lines()).allSatisfy((name) -> assertThat(Class.forName(name)).isFinal()).hasSize(17);
	}

	@Test
	void metersUsageAndDelivery() {
		this.withMeters.run((context) -> {
			context.getBean(Tokenr.class).track("acme", "m1", (call) -> call.inputTokens(7).team("core"));
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("tokenr.tokens").tag("team", "core").tag("token.type", "input").counter().count())
				.isEqualTo(7);
		});
	}

	@Test
	void bindsDeliveryMetersInARealMetricsSetUp() {
		this.contextRunner
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get("tokenr.reporter.queue.capacity").gauge().value()).isEqualTo(8192);
				assertThat(registry.get("tokenr.reporter.events")
					.tags("outcome", "dropped", "reason", "queue_full")
					.functionCounter()
					.count()).isZero();
				assertThat(registry.get("tokenr.listener.failures").functionCounter().count()).isZero();
				assertThat(registry.get("tokenr.unpriced.calls").counter().count()).isZero();
			});
	}

	@Test
	void metersByTheApplicationsOwnConvention() {
		this.withMeters.withBean(UsageMeterConvention.class, () -> UsageMeterConvention.of(List.of("customer")))
			.run((context) -> {
				context.getBean(Tokenr.class).track("acme", "m1", (call) -> call.inputTokens(7).customer("c1"));
				assertThat(context.getBean(MeterRegistry.class).get("tokenr.tokens").tag("customer", "c1").counters())
					.isNotEmpty();
			});
	}

	@Test
	void metersNothingWhereMetricsAreOff() {
		this.withMeters.withPropertyValues("tokenr.metrics.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(UsageMeters.class));
	}

	@Test
	void worksWithoutMicrometer() {
		this.application.withClassLoader(new FilteredClassLoader("io.micrometer.core", "io.micrometer.context"))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean("tokenrUsageMeters");
				worksLocally(context.getBean(Tokenr.class));
			});
	}

	@Test
	void worksWithoutActuator() {
		this.application
			.withClassLoader(
					new FilteredClassLoader("org.springframework.boot.actuate", "org.springframework.boot.health",
							"io.micrometer.core", "io.micrometer.context", "io.micrometer.observation"))
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.doesNotHaveBean("tokenrEndpoint")
					.doesNotHaveBean("tokenrHealthContributor");
				worksLocally(context.getBean(Tokenr.class));
			});
	}

	@Test
	void worksWithoutSpringAiAndReactor() {
		this.application
			.withClassLoader(
					new FilteredClassLoader("org.springframework.ai", "reactor", "com.openai", "com.anthropic"))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean("tokenrChatClientCustomizer");
				worksLocally(context.getBean(Tokenr.class));
			});
	}

	@Test
	void writesAFileWhereOneIsNamed(@TempDir Path directory) {
		this.application.run((context) -> assertThat(context).doesNotHaveBean(JsonlTarget.class));
		this.application.withPropertyValues("tokenr.export.jsonl.path=" + directory.resolve("usage.jsonl"))
			.run((context) -> assertThat(context).hasSingleBean(JsonlTarget.class));
		this.application
			.withPropertyValues("tokenr.export.jsonl.path=" + directory.resolve("usage.jsonl"),
					"tokenr.export.jsonl.max-size=1KB")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("tokenr.export.jsonl.max-size"));
	}

	@Test
	void sendsToKafkaWhereThatIsAskedFor() {
		ApplicationContextRunner withKafka = this.application
			.withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class));
		withKafka.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(KafkaTarget.class));
		withKafka.withPropertyValues("tokenr.export.kafka.enabled=true", "tokenr.export.kafka.key=team")
			.run((context) -> assertThat(context).hasSingleBean(KafkaTarget.class));
	}

	@Test
	void worksWithoutKafka() {
		this.application.withPropertyValues("tokenr.export.kafka.enabled=true")
			.withClassLoader(new FilteredClassLoader("org.springframework.kafka", "org.apache.kafka"))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean("tokenrKafkaTarget");
				worksLocally(context.getBean(Tokenr.class));
			});
	}

	@Test
	void worksWithoutJdbc() {
		this.application.withPropertyValues("tokenr.ledger.type=jdbc")
			.withClassLoader(new FilteredClassLoader("org.springframework.jdbc", "org.springframework.boot.jdbc",
					"org.springframework.boot.sql"))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean("tokenrUsageLedger");
				worksLocally(context.getBean(Tokenr.class));
			});
	}

	@Test
	void customizesChatClients() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(TokenrChatClientCustomizer.class));
	}

	@Test
	void saysWhichEndpointIsIncomplete() {
		this.contextRunner.withPropertyValues("tokenr.capture.endpoints[0].base-url=https://gateway.example.com")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("tokenr.capture.endpoints[0].provider"));
	}

	@Test
	void isHealthyWithoutDelivery() {
		this.contextRunner.run((context) -> {
			Health health = context.getBean(TokenrHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("delivery", "off: tokenr.token is not set");
		});
	}

	@Test
	@SuppressWarnings("unchecked")
	void showsTheDeliveryInItsHealth() {
		this.contextRunner.withPropertyValues("tokenr.token=t", "tokenr.url=http://127.0.0.1:9/").run((context) -> {
			Health health = context.getBean(TokenrHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			List<Map<String, Object>> targets = (List<Map<String, Object>>) health.getDetails().get("targets");
			assertThat(targets).singleElement()
				.satisfies((target) -> assertThat(target).containsEntry("target", "tokenr")
					.containsKeys("queue_size", "queue_capacity", "queue_utilization", "recorded", "sent", "dropped",
							"retries", "state", "worker_alive"));
		});
	}

	@Test
	void healthCanBeSwitchedOff() {
		this.contextRunner.withPropertyValues("management.health.tokenr.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TokenrHealthIndicator.class));
	}

	@Test
	void backsOffWhereTheApplicationHasItsOwnHealth() {
		this.contextRunner.withBean("tokenrHealthIndicator", HealthIndicator.class, () -> () -> Health.up().build())
			.run((context) -> assertThat(context).doesNotHaveBean(TokenrHealthIndicator.class));
	}

	@Test
	@SuppressWarnings("unchecked")
	void endpointShowsTotalsLatestAndDelivery() {
		this.contextRunner.run((context) -> {
			context.getBean(Tokenr.class).track("acme", "m1", (call) -> call.inputTokens(7).team("core"));
			Map<String, Object> answer = context.getBean(TokenrEndpoint.class).tokenr();
			assertThat((Map<String, Object>) answer.get("totals")).containsEntry("calls", 1L)
				.containsEntry("input_tokens", 7L)
				.containsEntry("unpriced", 1L);
			assertThat((Map<String, Object>) answer.get("by_team")).containsKey("core");
			assertThat(answer).containsKeys("latest", "delivery", "by_provider", "by_model", "by_agent", "by_feature");
		});
	}

	@Test
	void hidesTheTokenFromOtherEndpoints() {
		this.contextRunner.run((context) -> {
			SanitizingFunction function = context.getBean("tokenrSanitizingFunction", SanitizingFunction.class);
			for (String key : new String[] { "tokenr.token", "TOKENR_TOKEN", "tokenr.reporter.headers.X-Key",
					"tokenr.reporter.egress.hash-key", "TOKENR_EXPORT_KAFKA_EGRESS_HASHKEY" }) {
				assertThat(function.apply(new SanitizableData(null, key, "geheim")).getValue()).as(key)
					.isEqualTo(SanitizableData.SANITIZED_VALUE);
			}
			assertThat(function.apply(new SanitizableData(null, "tokenr.url", "u")).getValue()).isEqualTo("u");
		});
	}

	@Test
	void bringsHintsForANativeImage() {
		RuntimeHints hints = new RuntimeHints();
		AotServices.factories()
			.load(org.springframework.aot.hint.RuntimeHintsRegistrar.class)
			.asList()
			.stream()
			.filter((registrar) -> registrar.getClass().getName().startsWith("co.tokenr."))
			.forEach((registrar) -> registrar.registerHints(hints, getClass().getClassLoader()));
		assertThat(RuntimeHintsPredicates.reflection().onType(reactor.core.publisher.Flux.class)).accepts(hints);
	}

	private static void worksLocally(Tokenr tokenr) {
		tokenr.track("acme", "m1", (call) -> call.inputTokens(7));
		assertThat(tokenr.latest()).hasSize(1);
	}

	@Configuration(proxyBeanMethods = false)
	@Import(OurAutoConfigurations.class)
	static class Application {

	}

	static class OurAutoConfigurations extends AutoConfigurationImportSelector {

		@Override
		protected AnnotationAttributes getAttributes(AnnotationMetadata metadata) {
			return new AnnotationAttributes(Map.of("exclude", new String[0], "excludeName", new String[0]));
		}

		@Override
		protected List<String> getCandidateConfigurations(AnnotationMetadata metadata,
				AnnotationAttributes attributes) {
			return super.getCandidateConfigurations(metadata, attributes).stream()
				.filter((name) -> name.startsWith("co.tokenr."))
				.toList();
		}

	}

}
