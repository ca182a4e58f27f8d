package co.tokenr.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.attribution.AttributionResolver;
import co.tokenr.attribution.Resolution;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.TestEvents;
import co.tokenr.usage.UsageEventCustomizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the pipeline asks {@link AttributionResolver} beans and what comes of it.
 */
@ExtendWith(OutputCaptureExtension.class)
class AttributionResolverTests extends AbstractPipelineTests {

	private static final Attribution NOTHING = Attribution.NONE;

	@Test
	void standsBetweenDefaultsAndScopes() {
		this.defaults = Attribution.builder().team("default").feature("default").agent("default").build();
		Attribution said = Attribution.builder().team("resolver").feature("resolver").user("resolver").build();
		Attribution attribution = attribute(Attribution.builder().feature("scope").conversation("scope").build(),
				NOTHING, (source) -> Resolution.of(said));
		assertThat(attribution).isEqualTo(Attribution.builder()
			.agent("default")
			.team("resolver")
			.user("resolver")
			.feature("scope")
			.conversation("scope")
			.build());
	}

	@Test
	void lockBeatsScopesParametersDefaultsAndCustomizers() {
		this.defaults = Attribution.builder().tags(many()).build();
		Attribution locked = Attribution.builder().customer("acme").tag("tier", "gold").build();
		Attribution forged = Attribution.builder().customer("forged").tag("tier", "forged").build();
		UsageEventCustomizer customizer = (call, edits) -> edits.tag("tier", "customized");
		UsagePipeline pipeline = pipeline(customizer, (source) -> Resolution.locked(locked));
		AttributionContext context = pipeline.resolve(AttributionContext.EMPTY.with(forged), null);
		pipeline.record(CapturedCall.of(TestEvents.call().build(), context, forged));
		Attribution attribution = this.events.get(0).attribution();
		assertThat(attribution.customerId()).isEqualTo("acme");
		assertThat(attribution.tags()).containsEntry("tier", "gold").hasSize(50);
	}

	@Test
	void firstInOrderWins() {
		Attribution attribution = attribute(NOTHING, NOTHING,
				(source) -> Resolution.locked(Attribution.builder().customer("first").build()),
				(source) -> Resolution.locked(Attribution.builder().customer("second").user("second").build()));
		assertThat(attribution).isEqualTo(Attribution.builder().customer("first").user("second").build());
	}

	@Test
	void hearsOfTheReactorContext() {
		UsagePipeline pipeline = pipeline(null,
				(source) -> Resolution.of(Attribution.builder().team(String.valueOf(source.reactorContext())).build()));
		assertThat(pipeline.resolve(AttributionContext.EMPTY, "view").resolution().said().teamId()).isEqualTo("view");
	}

	@Test
	void failureIsCountedToldOnceAndIgnored(CapturedOutput output) {
		AttributionResolver failing = (source) -> {
			throw new IllegalStateException("secret");
		};
		AttributionResolver next = (source) -> Resolution.of(Attribution.builder().team("core").build());
		UsagePipeline pipeline = pipeline(null, failing, (source) -> null, next);
		assertThat(pipeline.resolve(AttributionContext.EMPTY, null).resolution().said().teamId()).isEqualTo("core");
		pipeline.resolve(AttributionContext.EMPTY, null);
		assertThat(this.counts.failures()).isEqualTo(2);
		assertThat(output.getAll()).containsOnlyOnce("failed with java.lang.IllegalStateException")
			.doesNotContain("secret");
	}

	@Test
	void asksNobodyWhereTrackingIsOff() {
		AtomicInteger asked = new AtomicInteger();
		UsagePipeline pipeline = new UsagePipeline(() -> false, ORIGIN, new UsageEstimation(() -> false, this.counts),
				new Attributor(this.defaults, List::of, () -> List.of((source) -> {
					asked.incrementAndGet();
					return Resolution.NONE;
				}), this.counts), this.prices, publisher(List.of(this.recorder)), this.counts);
		assertThat(pipeline.resolve(AttributionContext.EMPTY, null)).isSameAs(AttributionContext.EMPTY);
		assertThat(asked).hasValue(0);
	}

	@Test
	void withoutResolversNothingIsMade() {
		AttributionContext around = AttributionContext.EMPTY.with(Attribution.builder().team("t").build());
		assertThat(pipeline().resolve(around, null)).isSameAs(around);
	}

	private Attribution attribute(Attribution scope, Attribution parameters, AttributionResolver... resolvers) {
		UsagePipeline pipeline = pipeline(null, resolvers);
		AttributionContext context = pipeline.resolve(AttributionContext.EMPTY.with(scope), null);
		pipeline.record(CapturedCall.of(TestEvents.call().build(), context, parameters));
		return this.events.get(0).attribution();
	}

	private UsagePipeline pipeline(UsageEventCustomizer customizer, AttributionResolver... resolvers) {
		List<UsageEventCustomizer> customizers = (customizer != null) ? List.of(customizer) : List.of();
		return new UsagePipeline(() -> true, ORIGIN, new UsageEstimation(() -> false, this.counts),
				new Attributor(this.defaults, () -> customizers, () -> List.of(resolvers), this.counts), this.prices,
				publisher(List.of(this.recorder)), this.counts);
	}

	private static Map<String, String> many() {
		Map<String, String> tags = new LinkedHashMap<>();
		for (int number = 0; number < 50; number++) {
			tags.put("t" + number, "v");
		}
		return tags;
	}

}
