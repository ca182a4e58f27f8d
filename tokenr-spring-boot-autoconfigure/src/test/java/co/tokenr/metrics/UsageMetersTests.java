package co.tokenr.metrics;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import co.tokenr.SeededRandom;
import co.tokenr.attribution.Attribution;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.Cost;
import co.tokenr.usage.CostStatus;
import co.tokenr.usage.LlmCallBuilder;
import co.tokenr.usage.Operation;
import co.tokenr.usage.TestEvents;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link UsageMeters} and {@link UsageMeterConvention}.
 */
class UsageMetersTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final UsageMeters meters = new UsageMeters(this.registry,
			UsageMeterConvention.of(List.of("agent", "feature", "team")), 100, 1000);

	@Test
	void alertedCountersExistFromTheStart() {
		assertThat(this.registry.get("tokenr.unpriced.calls").counters()).hasSize(1);
		assertThat(this.registry.get("tokenr.usage.missing").counters())
			.extracting((counter) -> counter.getId().getTag("status"))
			.containsExactlyInAnyOrder("success", "error", "cancelled");
		assertThat(this.registry.getMeters()).hasSize(4).allSatisfy((meter) -> {
			assertThat(((Counter) meter).count()).isZero();
			assertThat(meter.getId().getBaseUnit()).isEqualTo("calls");
			assertThat(meter.getId().getTag("provider")).isEqualTo("none");
			assertThat(meter.getId().getTag("model")).isEqualTo("none");
		});
	}

	@Test
	void metersTokensByDisjointTypes() {
		this.meters.onUsage(TestEvents.event(TestEvents.call().usage(usage(), UsageSource.PROVIDER)));
		assertThat(tokens("input")).isEqualTo(50);
		assertThat(tokens("cache_read")).isEqualTo(30);
		assertThat(tokens("cache_creation")).isEqualTo(20);
		assertThat(tokens("output")).isEqualTo(25);
		assertThat(tokens("reasoning")).isEqualTo(15);
		assertThat(sum("tokenr.tokens")).isEqualTo(140);
	}

	@Test
	void aPlainSumOfTokensIsInputAndOutputTogether() {
		SeededRandom random = SeededRandom.create();
		double expected = 0;
		for (int i = 0; i < 2000; i++) {
			TokenCounts usage = TokenCounts.builder()
				.input((long) random.nextInt(100_000))
				.cacheReadInput(random.reportedCount())
				.cacheCreationInput(random.reportedCount())
				.output((long) random.nextInt(100_000))
				.reasoningOutput(random.reportedCount())
				.build();
			expected += usage.total();
			this.meters.onUsage(TestEvents.event(TestEvents.call().usage(usage, UsageSource.PROVIDER)));
		}
		assertThat(sum("tokenr.tokens")).as(random.toString()).isEqualTo(expected);
	}

	@Test
	void everyTagIsAlwaysPresent() {
		UsageEvent bare = TestEvents.event(TestEvents.call().requestModel(null).latency(Duration.ofMillis(1)),
				Attribution.NONE, TestEvents.cost("1", "USD"));
		this.meters.onUsage(bare);
		List<Tag> expected = new ArrayList<>(List.of(Tag.of("agent", "none"), Tag.of("feature", "none"),
				Tag.of("model", "none"), Tag.of("provider", "openai"), Tag.of("team", "none")));
		assertThat(this.registry.get("tokenr.tokens").tag("token.type", "input").counter().getId().getTags())
			.containsAll(expected)
			.hasSize(6);
		assertThat(this.registry.get("tokenr.cost").counter().getId().getTags()).containsAll(expected)
			.contains(Tag.of("currency", "USD"))
			.hasSize(6);
		assertThat(this.registry.get("tokenr.call.duration").timer().getId().getTags()).containsAll(expected)
			.contains(Tag.of("operation", "chat"), Tag.of("status", "success"), Tag.of("streaming", "false"))
			.hasSize(8);
		assertSameKeysPerName();
	}

	@Test
	void readsTheDimensionsOfTheEvent() {
		Attribution attribution = Attribution.builder().agent("a").feature("f").team("t").build();
		this.meters.onUsage(TestEvents.event(TestEvents.call().responseModel("gpt-4o-1"), attribution));
		assertThat(this.registry.get("tokenr.tokens")
			.tags("agent", "a", "feature", "f", "team", "t", "provider", "openai", "model", "gpt-4o-1")
			.counters()).hasSize(5);
	}

	@Test
	void knowsEveryDimension() {
		List<String> dimensions = List.of("customer", "user", "conversation", "service", "environment", "plan", "agent",
				"agent", "provider");
		UsageMeterConvention convention = UsageMeterConvention.of(dimensions);
		assertThat(convention.keys()).containsExactly("provider", "model", "customer", "user", "conversation",
				"service", "environment", "plan", "agent");
		UsageEvent event = TestEvents.event(TestEvents.call(),
				Attribution.builder().customer("c").user("u").conversation("v").tag("plan", "gold").build());
		assertThat(convention.keys()).extracting((key) -> convention.value(event, key))
			.containsExactly("openai", "gpt-4o", "c", "u", "v", "shop", "test", "gold", null);
	}

	@Test
	void metersCostByCurrency() {
		this.meters.onUsage(TestEvents.event(TestEvents.call(), Attribution.NONE, TestEvents.cost("0.25", "USD")));
		this.meters.onUsage(TestEvents.event(TestEvents.call(), Attribution.NONE, TestEvents.cost("0.5", "USD")));
		this.meters.onUsage(TestEvents.event(TestEvents.call(), Attribution.NONE, TestEvents.cost("2", "EUR")));
		assertThat(this.registry.get("tokenr.cost").tag("currency", "USD").counter().count()).isEqualTo(0.75);
		assertThat(this.registry.get("tokenr.cost").tag("currency", "EUR").counter().count()).isEqualTo(2);
		assertThat(sum("tokenr.unpriced.calls")).isZero();
	}

	@Test
	void anUnpricedCallIsCountedAndHasNoCost() {
		this.meters.onUsage(TestEvents.event(TestEvents.call().usage(usage(), UsageSource.PROVIDER)));
		assertThat(this.registry.find("tokenr.cost").counters()).isEmpty();
		assertThat(this.registry.get("tokenr.unpriced.calls")
			.tags("provider", "openai", "model", "gpt-4o")
			.counter()
			.count()).isOne();
		assertThat(sum("tokenr.usage.missing")).isZero();
	}

	@Test
	void missingUsageIsCountedByTheStatusOfTheCall() {
		this.meters.onUsage(TestEvents.event(TestEvents.call()));
		this.meters.onUsage(TestEvents.event(TestEvents.call().status(CallStatus.ERROR)));
		this.meters.onUsage(TestEvents.event(TestEvents.call().status(CallStatus.ERROR)));
		assertThat(missing("success")).isOne();
		assertThat(missing("error")).isEqualTo(2);
		assertThat(missing("cancelled")).isZero();
		assertThat(sum("tokenr.tokens")).isZero();
	}

	@Test
	void timesCallsByOperationStatusAndStreaming() {
		LlmCallBuilder call = TestEvents.call()
			.operation(Operation.EMBEDDINGS)
			.status(CallStatus.CANCELLED)
			.streaming(true)
			.latency(Duration.ofMillis(300))
			.timeToFirstToken(Duration.ofMillis(20));
		this.meters.onUsage(TestEvents.event(call));
		this.meters.onUsage(TestEvents.event(call));
		this.meters.onUsage(TestEvents.event(TestEvents.call()));
		Timer duration = this.registry.get("tokenr.call.duration")
			.tags("operation", "embeddings", "status", "cancelled", "streaming", "true")
			.timer();
		assertThat(duration.count()).isEqualTo(2);
		assertThat(duration.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(600);
		assertThat(duration.takeSnapshot().histogramCounts())
			.extracting((bucket) -> bucket.bucket(TimeUnit.MILLISECONDS), CountAtBucket::count)
			.startsWith(tuple(250.0, 0.0), tuple(500.0, 2.0))
			.endsWith(tuple(120_000.0, 2.0));
		assertThat(this.registry.get("tokenr.call.duration").timers()).hasSize(1);
		Timer first = this.registry.get("tokenr.time.to.first.token").timer();
		assertThat(first.count()).isEqualTo(2);
		assertThat(first.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(40);
	}

	@Test
	void tenThousandCustomersMakeABoundedNumberOfSeriesAndExactTotals() {
		SimpleMeterRegistry customers = new SimpleMeterRegistry();
		UsageMeters byCustomer = new UsageMeters(customers, UsageMeterConvention.of(List.of("customer")), 100, 1000);
		List<UsageEvent> events = new ArrayList<>();
		for (int i = 0; i < 10_000; i++) {
			events.add(TestEvents.event(TestEvents.call().usage(usage(), UsageSource.PROVIDER),
					Attribution.builder().customer("c" + i).build(), TestEvents.cost("0.001", "USD")));
		}
		for (UsageEvent event : events) {
			byCustomer.onUsage(event);
		}
		Set<String> values = values(customers, "customer");
		assertThat(values).hasSize(101).contains("c0", "c99", "other").doesNotContain("c100");
		assertThat(sum(customers, "tokenr.tokens")).isEqualTo(1_400_000);
		assertThat(sum(customers, "tokenr.cost")).isCloseTo(10, within(1e-6));
		assertThat(customers.get("tokenr.tokens").tags("customer", "other", "token.type", "input").counter().count())
			.isEqualTo(50 * 9900);
	}

	@Test
	void seriesAreBoundedThoughEveryTagKeepsItsBound() {
		SimpleMeterRegistry few = new SimpleMeterRegistry();
		UsageMeters bounded = new UsageMeters(few, UsageMeterConvention.of(List.of("customer", "user")), 50, 100);
		for (int i = 0; i < 50; i++) {
			for (int j = 0; j < 50; j++) {
				bounded.onUsage(TestEvents.event(TestEvents.call().usage(usage(), UsageSource.PROVIDER),
						Attribution.builder().customer("c" + i).user("u" + j).build()));
			}
		}
		assertThat(few.get("tokenr.tokens").tag("token.type", "input").counters()).hasSize(101);
		assertThat(sum(few, "tokenr.tokens")).isEqualTo(140 * 2500);
		assertThat(few.get("tokenr.tokens")
			.tags("token.type", "input", "customer", "other", "user", "other", "provider", "other", "model", "other")
			.counter()
			.count()).isEqualTo(50 * 2400);
		assertThat(sum(few, "tokenr.unpriced.calls")).isEqualTo(2500);
	}

	@Test
	void totalsAreExactAmongManyThreadsAtTheBound() throws Exception {
		SimpleMeterRegistry shared = new SimpleMeterRegistry();
		UsageMeters bounded = new UsageMeters(shared, UsageMeterConvention.of(List.of("customer")), 20, 10);
		Runnable task = () -> {
			for (int i = 0; i < 500; i++) {
				bounded.onUsage(TestEvents.event(TestEvents.call().usage(usage(), UsageSource.PROVIDER),
						Attribution.builder().customer("c" + i).build()));
			}
		};
		ExecutorService executor = Executors.newFixedThreadPool(4);
		try {
			for (Future<Object> done : executor.invokeAll(Collections.nCopies(4, Executors.callable(task)))) {
				done.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(sum(shared, "tokenr.tokens")).isEqualTo(140 * 2000);
		// threads that look at the same moment may each add one
		assertThat(values(shared, "customer")).hasSizeBetween(11, 11 + 4);
	}

	@Test
	void aConventionOfOnesOwnReplacesTheTags() {
		SimpleMeterRegistry own = new SimpleMeterRegistry();
		UsageMeters replaced = new UsageMeters(own, new UsageMeterConvention() {

			@Override
			public List<String> keys() {
				return List.of("llm", "empty");
			}

			@Override
			public String value(UsageEvent event, String key) {
				return key.equals("llm") ? event.model() : "";
			}

		}, 10, 10);
		replaced.onUsage(TestEvents.event(TestEvents.call().latency(Duration.ofMillis(1))));
		assertThat(own.get("tokenr.tokens").tag("token.type", "input").counter().getId().getTags())
			.containsExactlyInAnyOrder(Tag.of("llm", "gpt-4o"), Tag.of("empty", "none"), Tag.of("token.type", "input"));
		Counter missing = own.get("tokenr.usage.missing").tag("status", "success").counter();
		assertThat(missing.count()).isOne();
		assertThat(missing.getId().getTags()).containsExactlyInAnyOrder(Tag.of("provider", "none"),
				Tag.of("model", "none"), Tag.of("status", "success"));
	}

	@Test
	void aFreeCallIsPricedAtZero() {
		this.meters.onUsage(TestEvents.event(TestEvents.call(), Attribution.NONE,
				new Cost(BigDecimal.ZERO, "USD", CostStatus.FREE, "card", null, null, List.of())));
		assertThat(this.registry.get("tokenr.cost").counter().count()).isZero();
		assertThat(sum("tokenr.unpriced.calls")).isZero();
	}

	private static TokenCounts usage() {
		return TokenCounts.builder()
			.input(100L)
			.cacheReadInput(30L)
			.cacheCreationInput(20L)
			.output(40L)
			.reasoningOutput(15L)
			.build();
	}

	private void assertSameKeysPerName() {
		this.registry.getMeters()
			.stream()
			.map(Meter::getId)
			.collect(Collectors.groupingBy(Meter.Id::getName,
					Collectors.mapping((id) -> id.getTags().stream().map(Tag::getKey).toList(), Collectors.toSet())))
			.forEach((name, keys) -> assertThat(keys).as(name).hasSize(1));
	}

	private double missing(String status) {
		return this.registry.get("tokenr.usage.missing")
			.tags("provider", "openai", "model", "gpt-4o", "status", status)
			.counter()
			.count();
	}

	private double tokens(String type) {
		return this.registry.get("tokenr.tokens").tag("token.type", type).counter().count();
	}

	private double sum(String name) {
		return sum(this.registry, name);
	}

	private static double sum(SimpleMeterRegistry registry, String name) {
		return registry.get(name).counters().stream().mapToDouble(Counter::count).sum();
	}

	private static Set<String> values(SimpleMeterRegistry registry, String key) {
		return registry.get("tokenr.tokens")
			.counters()
			.stream()
			.map((counter) -> counter.getId().getTag(key))
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
