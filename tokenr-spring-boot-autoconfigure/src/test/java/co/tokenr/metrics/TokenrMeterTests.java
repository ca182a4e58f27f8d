package co.tokenr.metrics;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import co.tokenr.attribution.Attribution;
import co.tokenr.metrics.DeliveryReadings.Outcome;
import co.tokenr.usage.Cost;
import co.tokenr.usage.CostDetails;
import co.tokenr.usage.CostStatus;
import co.tokenr.usage.ProviderCost;
import co.tokenr.usage.TestEvents;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenrMeter}, {@link DeliveryMeters} and {@link ExtensionMeters}.
 */
class TokenrMeterTests {

	private static final Outcome SENT = new Outcome("sent", "none");

	private static final Outcome DROPPED = new Outcome("dropped", "queue_full");

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final FakeReadings readings = new FakeReadings();

	/** Held here, since a registry refers weakly to what its meters read. */
	private final AtomicLong failures = new AtomicLong();

	private final ExtensionMeters extensionMeters = new ExtensionMeters(this.failures::get);

	private final FakePrices prices = new FakePrices();

	private final PriceMeters priceMeters = new PriceMeters(this.prices,
			Clock.fixed(Instant.parse("2026-08-03T00:00:00Z"), ZoneOffset.UTC));

	@Test
	void everyRegisteredMeterIsDocumentedByNameTypeAndUnit() {
		registerAll();
		Map<String, TokenrMeter> documented = Stream.of(TokenrMeter.values())
			.collect(Collectors.toMap(TokenrMeter::getName, (meter) -> meter));
		for (Meter meter : registered()) {
			TokenrMeter documentation = documented.get(meter.getId().getName());
			assertThat(documentation).as(meter.getId().getName()).isNotNull();
			assertThat(meter.getId().getType()).as(meter.getId().getName()).isEqualTo(documentation.getType());
			if (documentation.getType() != Meter.Type.TIMER) {
				assertThat(meter.getId().getBaseUnit()).as(meter.getId().getName())
					.isEqualTo(documentation.getBaseUnit());
			}
		}
	}

	@Test
	void everyDocumentedMeterIsRegisteredButThatOfTheReporter() {
		registerAll();
		Set<String> registered = registered().stream()
			.map((meter) -> meter.getId().getName())
			.collect(Collectors.toSet());
		assertThat(EnumSet.complementOf(EnumSet.of(TokenrMeter.REPORTER_BATCH_SEND))).extracting(TokenrMeter::getName)
			.containsExactlyInAnyOrderElementsOf(registered);
	}

	@Test
	void hasTheNamesThatDashboardsAndAlertsKnow() {
		assertThat(TokenrMeter.values()).extracting(TokenrMeter::getName)
			.containsExactly("tokenr.tokens", "tokenr.cost", "tokenr.call.duration", "tokenr.time.to.first.token",
					"tokenr.unpriced.calls", "tokenr.provider.cost.drift", "tokenr.prices.age", "tokenr.prices.info",
					"tokenr.prices.refresh.failures", "tokenr.usage.missing", "tokenr.reporter.queue.size",
					"tokenr.reporter.queue.capacity", "tokenr.reporter.events", "tokenr.reporter.retries",
					"tokenr.reporter.batch.send", "tokenr.reporter.spool.events", "tokenr.reporter.spool.bytes",
					"tokenr.listener.failures");
	}

	@Test
	void readsADelivery() {
		new DeliveryMeters(List.of(this.readings)).bindTo(this.registry);
		assertThat(events(SENT)).isZero();
		assertThat(events(DROPPED)).isZero();
		this.readings.waiting.set(3);
		this.readings.retries.set(4);
		this.readings.sent.set(5);
		this.readings.dropped.set(6);
		assertThat(this.registry.get("tokenr.reporter.queue.size").tag("target", "collector").gauge().value())
			.isEqualTo(3);
		assertThat(this.registry.get("tokenr.reporter.queue.capacity").tag("target", "collector").gauge().value())
			.isEqualTo(8192);
		assertThat(this.registry.get("tokenr.reporter.spool.events").tag("target", "collector").gauge().value())
			.isEqualTo(2);
		assertThat(this.registry.get("tokenr.reporter.spool.bytes").tag("target", "collector").gauge().value())
			.isEqualTo(1234);
		assertThat(this.registry.get("tokenr.reporter.retries").tag("target", "collector").functionCounter().count())
			.isEqualTo(4);
		assertThat(events(SENT)).isEqualTo(5);
		assertThat(events(DROPPED)).isEqualTo(6);
		assertThat(this.registry.get("tokenr.reporter.events").functionCounters()).hasSize(2);
	}

	@Test
	void keepsTargetsApart() {
		FakeReadings kafka = new FakeReadings();
		kafka.target = "kafka";
		new DeliveryMeters(List.of(this.readings, kafka)).bindTo(this.registry);
		kafka.sent.set(7);
		assertThat(events(SENT)).isZero();
		assertThat(this.registry.get("tokenr.reporter.events")
			.tags("target", "kafka", "outcome", "sent", "reason", "none")
			.functionCounter()
			.count()).isEqualTo(7);
	}

	@Test
	void readsFailuresOfExtensionsFromTheStart() {
		this.extensionMeters.bindTo(this.registry);
		FunctionCounter counter = this.registry.get("tokenr.listener.failures").functionCounter();
		assertThat(counter.count()).isZero();
		this.failures.set(2);
		assertThat(counter.count()).isEqualTo(2);
	}

	@Test
	void readsAgeAndVersionOfPricesAndFollowsTheirChange() {
		this.priceMeters.bindTo(this.registry);
		assertThat(this.registry.get("tokenr.prices.age").tag("source", "bundled").gauge().value()).isEqualTo(172_800);
		assertThat(this.registry.get("tokenr.prices.age").tag("source", "file:a").gauge().value()).isNaN();
		assertThat(this.registry.get("tokenr.prices.info").tags("source", "file:a", "version", "1").gauge().value())
			.isEqualTo(1);
		this.prices.sources = List.of(new PriceReadings.Source("file:a", "2", LocalDate.parse("2026-08-02")));
		this.prices.failures = 3;
		this.prices.observer.run();
		assertThat(this.registry.get("tokenr.prices.info").gauges()).singleElement()
			.satisfies((gauge) -> assertThat(gauge.getId().getTag("version")).isEqualTo("2"));
		assertThat(this.registry.get("tokenr.prices.age").gauge().value()).isEqualTo(86_400);
		assertThat(this.registry.get("tokenr.prices.refresh.failures").functionCounter().count()).isEqualTo(3);
	}

	@Test
	void metersHowFarTheCostOfAProviderLiesFromTheCalculatedOne() {
		UsageMeters usage = new UsageMeters(this.registry, UsageMeterConvention.of(List.of()), 10, 10);
		Cost calculated = TestEvents.cost("1", "USD");
		Cost reported = new Cost(new BigDecimal("0.75"), "USD", CostStatus.PROVIDER_REPORTED, CostDetails.NONE,
				BigDecimal.ONE, null);
		Cost incomparable = new Cost(new BigDecimal("0.75"), "USD", CostStatus.PROVIDER_REPORTED, CostDetails.NONE,
				null, null);
		for (Cost cost : List.of(calculated, reported, incomparable)) {
			usage
				.onUsage(
						TestEvents.event(
								TestEvents.call()
									.providerCost(new ProviderCost(
											new BigDecimal(cost.equals(calculated) ? "1.5" : "0.75"), "USD")),
								Attribution.NONE, cost));
		}
		assertThat(drift("above")).isEqualTo(0.5);
		assertThat(drift("below")).isEqualTo(0.25);
	}

	private double drift(String direction) {
		return this.registry.get("tokenr.provider.cost.drift")
			.tags("provider", "openai", "model", "gpt-4o", "currency", "USD", "direction", direction)
			.counter()
			.count();
	}

	/** All but the gauges that this registry makes of the buckets of a timer. */
	private List<Meter> registered() {
		return this.registry.getMeters()
			.stream()
			.filter((meter) -> meter.getId().syntheticAssociation() == null)
			.toList();
	}

	private void registerAll() {
		UsageMeters usage = new UsageMeters(this.registry, UsageMeterConvention.of(List.of()), 10, 10);
		usage.onUsage(
				TestEvents.event(TestEvents.call().latency(Duration.ofMillis(2)).timeToFirstToken(Duration.ofMillis(1)),
						Attribution.NONE, TestEvents.cost("1", "USD")));
		usage.onUsage(TestEvents.event(TestEvents.call().providerCost(new ProviderCost(new BigDecimal("1.5"), "USD")),
				Attribution.NONE, TestEvents.cost("1", "USD")));
		new DeliveryMeters(List.of(this.readings)).bindTo(this.registry);
		this.extensionMeters.bindTo(this.registry);
		this.priceMeters.bindTo(this.registry);
	}

	private double events(Outcome outcome) {
		return this.registry.get("tokenr.reporter.events")
			.tags("target", "collector", "outcome", outcome.name(), "reason", outcome.reason())
			.functionCounter()
			.count();
	}

	private static final class FakePrices implements PriceReadings {

		private List<Source> sources = List.of(new Source("file:a", "1", null),
				new Source("bundled", "2026.11.22", LocalDate.parse("2026-08-01")));

		private long failures;

		private Runnable observer;

		@Override
		public List<Source> sources() {
			return this.sources;
		}

		@Override
		public long refreshFailures() {
			return this.failures;
		}

		@Override
		public void onChange(Runnable observer) {
			this.observer = observer;
		}

	}

	private static final class FakeReadings implements DeliveryReadings {

		private String target = "collector";

		private final AtomicLong waiting = new AtomicLong();

		private final AtomicLong retries = new AtomicLong();

		private final AtomicLong sent = new AtomicLong();

		private final AtomicLong dropped = new AtomicLong();

		@Override
		public String target() {
			return this.target;
		}

		@Override
		public long waiting() {
			return this.waiting.get();
		}

		@Override
		public long capacity() {
			return 8192;
		}

		@Override
		public long spoolEvents() {
			return 2;
		}

		@Override
		public long spoolBytes() {
			return 1234;
		}

		@Override
		public long retries() {
			return this.retries.get();
		}

		@Override
		public List<Outcome> outcomes() {
			return List.of(SENT, DROPPED);
		}

		@Override
		public long count(Outcome outcome) {
			return outcome.equals(SENT) ? this.sent.get() : this.dropped.get();
		}

	}

}
