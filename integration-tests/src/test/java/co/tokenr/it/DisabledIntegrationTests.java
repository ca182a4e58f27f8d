package co.tokenr.it;

import java.util.Map;

import com.example.demo.DemoCollector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Applications that switch tracking off, and such that have little for it to work with.
 */
class DisabledIntegrationTests {

	private DemoCollector collector;

	@BeforeEach
	void start() {
		this.collector = DemoCollector.start(0);
	}

	@AfterEach
	void stop() {
		this.collector.close();
	}

	@Test
	void sampleRunsWithTrackingSwitchedOff() throws Exception {
		try (ChildJvm sample = SampleApplication.start("--tokenr.enabled=false", "--sample.check", url())) {
			assertThat(sample.exitCode()).as(sample.output()).isZero();
			assertThat(sample.output()).contains("Tracking is switched off");
			assertThat(this.collector.requests()).isZero();
		}
	}

	@Test
	void tracksWithoutActuatorMicrometerReactorAndSpringAi() throws Exception {
		try (ChildJvm bare = bare()) {
			assertThat(bare.exitCode()).as(bare.output()).isZero();
		}
		assertThat(this.collector.received())
			.extracting((event) -> event.get("model"), (event) -> event.get("input_tokens"),
					(event) -> event.get("output_tokens"), (event) -> event.get("team_id"),
					(event) -> event.get("agent_id"),
					(event) -> ((Map<?, ?>) event.getOrDefault("tags", Map.of())).get("customer_id"))
			.containsExactlyInAnyOrder(tuple("tracked", 11L, 5L, null, null, null),
					tuple("observed", 12L, 6L, null, null, null), tuple("scoped", 13L, 7L, "docs", null, null),
					tuple("annotated", 14L, 8L, null, "translator", "acme"));
	}

	@Test
	void runsWithoutThemWithTrackingSwitchedOff() throws Exception {
		try (ChildJvm bare = bare("--tokenr.enabled=false")) {
			assertThat(bare.exitCode()).as(bare.output()).isZero();
		}
		assertThat(this.collector.requests()).isZero();
	}

	private ChildJvm bare(String... arguments) {
		String[] all = new String[arguments.length + 2];
		System.arraycopy(arguments, 0, all, 2, arguments.length);
		all[0] = url();
		all[1] = "--tokenr.token=a-token";
		return ChildJvm.start(TestClassPath.withoutExtras(), BareApplication.class.getName(), all);
	}

	private String url() {
		return "--tokenr.url=" + this.collector.trackUrl();
	}

}
