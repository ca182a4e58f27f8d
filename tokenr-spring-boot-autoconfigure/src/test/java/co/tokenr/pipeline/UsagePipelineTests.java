package co.tokenr.pipeline;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.Cost;
import co.tokenr.usage.CostStatus;
import co.tokenr.usage.TestEvents;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageEventCustomizer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UsagePipeline} and {@link Attributor}.
 */
class UsagePipelineTests extends AbstractPipelineTests {

	@Test
	void turnsACallIntoAnEvent() {
		Cost cost = new Cost(BigDecimal.ONE, "USD", CostStatus.EXACT, "card", null, null, List.of());
		this.prices = (call) -> cost;
		CapturedCall call = call();
		pipeline().record(call);
		assertThat(this.events).containsExactly(new UsageEvent(call.facts(), Attribution.NONE, cost, ORIGIN));
	}

	@Test
	void recordsTheSameRoundTripOnce() {
		UsagePipeline pipeline = pipeline();
		CapturedCall call = call();
		pipeline.record(call);
		pipeline.record(call);
		pipeline.record(CapturedCall.of(call.facts(), AttributionContext.EMPTY, Attribution.NONE));
		pipeline.record(call());
		assertThat(this.events).hasSize(2);
		assertThat(this.counts.duplicates()).isEqualTo(2);
	}

	@Test
	void recordsARoundTripOnceThoughAThousandOthersCameBetween() {
		UsagePipeline pipeline = pipeline();
		List<CapturedCall> calls = Stream.generate(AbstractPipelineTests::call).limit(1000).toList();
		calls.forEach(pipeline::record);
		calls.forEach(pipeline::record);
		assertThat(this.events).hasSize(1000);
		assertThat(this.counts.duplicates()).isEqualTo(1000);
	}

	@Test
	void recordsTheSameRoundTripOnceFromManyThreads() throws Exception {
		UsagePipeline pipeline = pipeline();
		List<CapturedCall> calls = Stream.generate(AbstractPipelineTests::call).limit(500).toList();
		ExecutorService executor = Executors.newFixedThreadPool(4);
		try {
			executor.invokeAll(Collections.nCopies(4, Executors.callable(() -> calls.forEach(pipeline::record))));
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(this.events).hasSize(500);
		assertThat(this.counts.duplicates()).isEqualTo(1500);
	}

	@Test
	void recordsNothingWhileItIsOff() {
		AtomicBoolean enabled = new AtomicBoolean();
		UsagePipeline pipeline = new UsagePipeline(enabled::get, ORIGIN,
				new UsageEstimation(() -> false, new PipelineCounts()),
				new Attributor(this.defaults, List::of, this.counts), this.prices, publisher(List.of(this.recorder)),
				this.counts);
		CapturedCall call = call();
		pipeline.record(call);
		assertThat(pipeline.isEnabled()).isFalse();
		assertThat(this.events).isEmpty();
		enabled.set(true);
		pipeline.record(call);
		assertThat(this.events).hasSize(1);
	}

	@Test
	void parametersBeatScopesAndScopesBeatDefaultsAndTagsMerge() {
		this.defaults = Attribution.builder()
			.team("default")
			.feature("default")
			.agent("default")
			.tag("a", "default")
			.tag("b", "default")
			.tag("c", "default")
			.build();
		Attribution scope = Attribution.builder()
			.team("scope")
			.feature("scope")
			.tag("b", "scope")
			.tag("c", "scope")
			.build();
		Attribution parameters = Attribution.builder().team("parameter").tag("c", "parameter").build();
		pipeline().record(CapturedCall.of(TestEvents.call().build(), AttributionContext.EMPTY.with(scope), parameters));
		assertThat(this.events).singleElement()
			.extracting(UsageEvent::attribution)
			.isEqualTo(Attribution.builder()
				.team("parameter")
				.feature("scope")
				.agent("default")
				.tag("a", "default")
				.tag("b", "scope")
				.tag("c", "parameter")
				.build());
	}

	@Test
	void customizersAddTagsInTheirOrderAndSeeTheNativeObjects() {
		this.defaults = Attribution.builder().tag("a", "default").team("t").build();
		UsageEventCustomizer first = (call, edits) -> {
			edits.tag("a", "first");
			edits.tag("b", "first");
			edits.tag("request", call.request(String.class));
			edits.tag(null, "ignored");
			edits.tag("ignored", null);
		};
		UsageEventCustomizer second = (call, edits) -> edits.tag("b", "second");
		pipeline(List.of(this.recorder), first, second).record(call().withObjects("native", null));
		assertThat(this.events).singleElement()
			.extracting(UsageEvent::attribution)
			.isEqualTo(Attribution.builder()
				.team("t")
				.tag("a", "first")
				.tag("b", "second")
				.tag("request", "native")
				.build());
	}

	@Test
	void aVetoKeepsAnEventBackAndIsCounted() {
		pipeline(List.of(this.recorder), (call, edits) -> edits.veto()).record(call());
		assertThat(this.events).isEmpty();
		assertThat(this.counts.vetoes()).isOne();
		assertThat(this.counts.failures()).isZero();
	}

}
