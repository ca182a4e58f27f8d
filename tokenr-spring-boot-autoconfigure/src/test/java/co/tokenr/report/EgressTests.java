package co.tokenr.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import co.tokenr.attribution.Attribution;
import co.tokenr.report.spool.SpoolSettings;
import co.tokenr.usage.UsageEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Egress}, and for what is kept of a target that has one.
 */
@Timeout(60)
class EgressTests {

	private static final String KEY = "0123456789abcdef0123456789abcdef";

	/** By {@code printf %s acme | openssl dgst -sha256 -hmac "$KEY"}. */
	private static final String ACME = "d8ad00265ff0a302d72247bcd296954337283c37fd952e4402787e655458b2ae";

	private static final Attribution ALL = Attribution.builder()
		.agent("bot")
		.feature("search")
		.team("core")
		.customer("acme")
		.user("ada")
		.conversation("c-1")
		.tag("region", "eu")
		.tag("email", "ada@acme.test")
		.tag("customer_id", "acme")
		.build();

	@TempDir
	Path directory;

	@Test
	void letsEverythingLeaveUnlessToldOtherwise() {
		UsageEvent event = TestEvents.event(TestEvents.call(), ALL);
		assertThat(Egress.EVERYTHING.apply(event)).isSameAs(event);
		assertThat(Egress.of(List.of(), List.of(), List.of(), null)).isSameAs(Egress.EVERYTHING);
	}

	@Test
	void leavesOutWhatIsNamed() {
		Attribution leaving = apply(Egress.of(List.of("customer_id", "User-Id", "conversation_id", "tag:email"),
				List.of(), List.of(), null));
		assertThat(leaving)
			.isEqualTo(Attribution.builder().agent("bot").feature("search").team("core").tag("region", "eu").build());
	}

	@Test
	void keepsOnlyTheTagsThatAreNamed() {
		assertThat(apply(Egress.of(List.of("tags"), List.of(), List.of("tag:region"), null)).tags())
			.isEqualTo(Map.of("region", "eu"));
	}

	@Test
	void hashesTheSameToTheSameAndByAnotherKeyToAnother() {
		Egress egress = Egress.of(List.of(), List.of("customer_id", "tag:region"), List.of(), KEY);
		Attribution leaving = apply(egress);
		assertThat(leaving.customerId()).hasSize(64).isEqualTo(apply(egress).customerId());
		assertThat(leaving.tags()).containsEntry("customer_id", leaving.customerId());
		assertThat(leaving.userId()).isEqualTo("ada");
		assertThat(apply(Egress.of(List.of(), List.of("customer_id"), List.of(), KEY + "x")).customerId()).hasSize(64)
			.isNotEqualTo(leaving.customerId());
	}

	@Test
	void hashesAsOthersDo() {
		assertThat(apply(Egress.of(List.of(), List.of("customer_id"), List.of(), KEY)).customerId()).isEqualTo(ACME);
	}

	@Test
	void saysWhatIsWrongAndNeverTheKey() {
		assertThatIllegalArgumentException().isThrownBy(() -> Egress.of(List.of(), List.of("user_id"), List.of(), null))
			.withMessageContaining("there is no 'hash-key' to hash [user_id] with");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Egress.of(List.of(), List.of("user_id"), List.of(), "geheim"))
			.withMessageContaining("'hash-key' has 6 characters, fewer than 32")
			.withMessageNotContaining("geheim");
		assertThatIllegalArgumentException().isThrownBy(() -> Egress.of(List.of("user"), List.of(), List.of(), null))
			.withMessageContaining("'user' is no attribution; use one of [agent_id, conversation_id, customer_id,");
		assertThatIllegalArgumentException().isThrownBy(() -> Egress.of(List.of("tag:"), List.of(), List.of(), null));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Egress.of(List.of("user_id"), List.of("user-id"), List.of(), KEY))
			.withMessageContaining("stands in two places");
		assertThat(Egress.of(List.of(), List.of("user_id"), List.of(), KEY)).asString().doesNotContain(KEY);
	}

	@Test
	void neitherSpoolNorDeadLettersOfATargetHoldMoreThanItMayHave() throws IOException {
		ScriptedTarget open = new ScriptedTarget("open");
		ScriptedTarget closed = new ScriptedTarget("closed")
			.egress(Egress.of(List.of("user_id", "tags"), List.of("customer_id"), List.of(), KEY));
		for (ScriptedTarget target : List.of(open, closed)) {
			target
				.then((batch) -> DeliveryResult
					.of(batch.stream().map((event) -> EventOutcome.rejected("http_422")).toList()))
				.always(ScriptedTarget.retryable("http_503"));
		}
		UsageReporter reporter = new UsageReporter(List.of(open, closed),
				UsageReporterTests.settings()
					.spool(new SpoolSettings(this.directory, 64 * 1024 * 1024, 0, SpoolSettings.Fsync.INTERVAL))
					.spoolSync(true)
					.build(),
				() -> true, BatchListener.NONE);
		Attribution canary = Attribution.builder().customer("CANARY-c").user("CANARY-u").tag("t", "CANARY-t").build();
		reporter.start();
		try {
			reporter.onUsage(TestEvents.event(TestEvents.call(), canary));
			reporter.flush(Duration.ofSeconds(10));
			reporter.onUsage(TestEvents.event(TestEvents.call(), canary));
			assertThat(content("closed/dead")).contains("http_422").doesNotContain("CANARY");
			assertThat(content("closed")).contains(TestEvents.OCCURRED_AT.toString()).doesNotContain("CANARY");
			assertThat(content("open/dead")).contains("CANARY-c", "CANARY-u", "CANARY-t");
			assertThat(closed.offered).isNotEmpty()
				.allSatisfy((batch) -> assertThat(batch)
					.extracting((event) -> new String(event.json(), StandardCharsets.UTF_8))
					.noneMatch((json) -> json.contains("CANARY")));
			assertThat(reporter.deadLetters("closed", 1).latest().get(0).event()).containsKey("customer_id")
				.doesNotContainKeys("user_id", "tags");
		}
		finally {
			reporter.stop();
		}
	}

	private static Attribution apply(Egress egress) {
		return egress.apply(TestEvents.event(TestEvents.call(), ALL)).attribution();
	}

	private String content(String path) throws IOException {
		StringBuilder content = new StringBuilder();
		try (Stream<Path> files = Files.walk(this.directory.resolve(path))) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				content.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
			}
		}
		return content.toString();
	}

}
