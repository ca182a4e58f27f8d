package co.tokenr.pipeline;

import java.io.IOError;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionScope;
import co.tokenr.usage.Cost;
import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.UsageListener;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * What extensions throw reaches neither the caller nor, with its message, the log.
 */
@ExtendWith(OutputCaptureExtension.class)
class ContainmentTests extends AbstractPipelineTests {

	private static final String SECRET = "the prompt that nobody may read";

	static Stream<Throwable> failures() {
		return Stream.of(new IllegalStateException(SECRET), new IOException(SECRET), new NoClassDefFoundError(SECRET),
				new ExceptionInInitializerError(SECRET), new StackOverflowError(SECRET), new AssertionError(SECRET),
				new IOError(new IOException(SECRET)));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void aFailingCustomizerIsContained(Throwable failure, CapturedOutput output) {
		UsagePipeline pipeline = pipeline(List.of(this.recorder), (call, edits) -> {
			edits.tag("k", "v");
			sneaky(failure);
		});
		assertContained(pipeline, failure, output);
		assertThat(this.events).hasSize(3).allMatch((event) -> event.attribution().tags().containsKey("k"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void aFailingPriceBookIsContainedAndItsCallsAreUnpriced(Throwable failure, CapturedOutput output) {
		this.prices = (call) -> sneaky(failure);
		assertContained(pipeline(), failure, output);
		assertThat(this.events).hasSize(3).allMatch((event) -> event.cost() == Cost.UNPRICED);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void aFailingInlineListenerIsContained(Throwable failure, CapturedOutput output) {
		InlineUsageListener failing = (event) -> sneaky(failure);
		assertContained(pipeline(List.of(failing, this.recorder)), failure, output);
		assertThat(this.events).hasSize(3);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void aFailingDispatchedListenerIsContained(Throwable failure, CapturedOutput output) {
		UsageListener failing = (event) -> sneaky(failure);
		UsageListener next = this.events::add;
		assertContained(pipeline(List.of(failing, next)), failure, output);
		Awaitility.await().untilAsserted(() -> assertThat(this.events).hasSize(3));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void aFailingSearchForListenersIsContained(Throwable failure, CapturedOutput output) {
		EventPublisher publisher = new EventPublisher(() -> sneaky(failure), this.counts);
		assertContained(
				new UsagePipeline(() -> true, ORIGIN, new UsageEstimation(() -> false, new PipelineCounts()),
						new Attributor(this.defaults, List::of, this.counts), this.prices, publisher, this.counts),
				failure, output);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void aFailingSearchForCustomizersIsContained(Throwable failure, CapturedOutput output) {
		Attributor attributor = new Attributor(this.defaults, () -> sneaky(failure), this.counts);
		assertContained(new UsagePipeline(() -> true, ORIGIN, new UsageEstimation(() -> false, new PipelineCounts()),
				attributor, this.prices, publisher(List.of(this.recorder)), this.counts), failure, output);
		assertThat(this.events).hasSize(3);
	}

	@Test
	void eachKindOfFailureIsLoggedForItself(CapturedOutput output) {
		InlineUsageListener one = (event) -> {
			throw new IllegalStateException(SECRET);
		};
		InlineUsageListener two = (event) -> {
			throw new IllegalArgumentException(SECRET);
		};
		UsagePipeline pipeline = pipeline(List.of(one, two));
		pipeline.record(call());
		pipeline.record(call());
		assertThat(this.counts.failures()).isEqualTo(4);
		assertThat(StringUtils.countOccurrencesOf(output.getAll(), "Usage extension")).isEqualTo(2);
		assertThat(output).contains("IllegalStateException at ").contains("IllegalArgumentException at ");
	}

	@Test
	void aFailingCompanionIsContained(CapturedOutput output) {
		InlineUsageListener failing = (event) -> sneaky(new IllegalStateException(SECRET));
		UsagePipeline pipeline = pipeline();
		try (AttributionScope scope = AttributionScope.open(Attribution.NONE, failing)) {
			pipeline.record(call());
		}
		assertThat(this.events).hasSize(1);
		assertThat(this.counts.failures()).isOne();
		assertThat(output).doesNotContain(SECRET);
	}

	private void assertContained(UsagePipeline pipeline, Throwable failure, CapturedOutput output) {
		for (int i = 0; i < 3; i++) {
			assertThatNoException().isThrownBy(() -> pipeline.record(call()));
		}
		Awaitility.await().untilAsserted(() -> assertThat(this.counts.failures()).isEqualTo(3));
		assertThat(output).doesNotContain(SECRET).contains("failed with " + failure.getClass().getName());
		assertThat(StringUtils.countOccurrencesOf(output.getAll(), "failed with")).isOne();
	}

	@SuppressWarnings("unchecked")
	private static <T, E extends Throwable> T sneaky(Throwable failure) throws E {
		throw (E) failure;
	}

}
