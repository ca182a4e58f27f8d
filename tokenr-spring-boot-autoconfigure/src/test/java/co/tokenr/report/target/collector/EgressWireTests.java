package co.tokenr.report.target.collector;

import java.time.Duration;
import java.util.List;

import co.tokenr.attribution.Attribution;
import co.tokenr.report.Egress;
import co.tokenr.report.ReporterSettings;
import co.tokenr.report.TestEvents;
import co.tokenr.report.UsageReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is on the wire, in each format, of attribution that may not leave.
 */
@Timeout(60)
class EgressWireTests {

	private static final Egress EGRESS = Egress.of(List.of("user_id", "conversation_id", "tags"),
			List.of("customer_id", "tag:account"), List.of("tag:plan"), "0123456789abcdef0123456789abcdef");

	@ParameterizedTest
	@EnumSource(CollectorFormat.class)
	void holdsNothingThatMayNotLeave(CollectorFormat format) {
		try (FakeCollector collector = new FakeCollector()) {
			UsageReporter reporter = new UsageReporter(
					new CollectorTarget(CollectorConnection.of(collector.url(), "token"),
							CollectorSettings.builder().format(format).compression(false).egress(EGRESS).build()),
					ReporterSettings.builder().build());
			reporter.start();
			reporter.onUsage(TestEvents.event(TestEvents.call(),
					Attribution.builder()
						.agent("bot")
						.customer("CANARY-c")
						.user("CANARY-u")
						.conversation("CANARY-v")
						.tag("email", "CANARY-e")
						.tag("account", "CANARY-a")
						.tag("customer_id", "CANARY-c")
						.tag("plan", "gold")
						.build()));
			assertThat(reporter.flush(Duration.ofSeconds(10)).accepted()).isEqualTo(1);
			reporter.stop();
			assertThat(collector.requests).singleElement().satisfies((request) -> {
				assertThat(request.body()).doesNotContain("CANARY").contains("bot");
				assertThat(request.headers().toString()).doesNotContain("CANARY");
			});
		}
	}

}
