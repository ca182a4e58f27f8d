package co.tokenr.it;

import java.nio.file.Path;
import java.util.List;

import com.example.demo.DemoCollector;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample processed ahead of time: conditions are frozen then, the switch is not.
 */
class AheadOfTimeIntegrationTests {

	private static final List<String> PROCESSED = List.of("-Dspring.aot.enabled=true");

	@TempDir
	private static Path folder;

	private static TestClassPath classPath;

	@BeforeAll
	static void process() throws Exception {
		classPath = AheadOfTime.process(folder);
	}

	@Test
	void countsAllRoundTrips() throws Exception {
		try (ChildJvm sample = SampleApplication.start(classPath, PROCESSED, "--sample.check")) {
			assertThat(sample.exitCode()).as(sample.output()).isZero();
			assertThat(sample.output()).contains("Starting AOT-processed SupportDeskApplication")
				.contains("Invoice, events and collector agree on all 14 round trips.");
		}
	}

	@Test
	void canBeSwitchedOffAtTheStart() throws Exception {
		try (DemoCollector collector = DemoCollector.start(0);
				ChildJvm sample = SampleApplication.start(classPath, PROCESSED, "--sample.check",
						"--tokenr.enabled=false", "--tokenr.url=" + collector.trackUrl())) {
			assertThat(sample.exitCode()).as(sample.output()).isZero();
			assertThat(sample.output()).contains("Starting AOT-processed SupportDeskApplication")
				.contains("Tracking is switched off");
			assertThat(collector.requests()).isZero();
		}
	}

}
