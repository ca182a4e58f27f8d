package co.tokenr.ledger;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import co.tokenr.SeededRandom;
import co.tokenr.attribution.Attribution;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.Cost;
import co.tokenr.usage.LlmCallBuilder;
import co.tokenr.usage.TestEvents;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RunningTotals}.
 */
class RunningTotalsTests {

	private static final int THREADS = 8;

	private final RunningTotals totals = new RunningTotals();

	@Test
	void beginsWithNothing() {
		assertThat(this.totals.totals()).isEqualTo(UsageTotals.NONE);
		for (Dimension dimension : RunningTotals.DIMENSIONS) {
			assertThat(this.totals.totals(dimension)).isEmpty();
		}
	}

	@Test
	void equalsABruteForceSumOverRandomEventsFromManyThreads() throws Exception {
		SeededRandom random = SeededRandom.create();
		List<UsageEvent> events = new ArrayList<>();
		for (int i = 0; i < 5000; i++) {
			events.add(event(random));
		}
		tellFromManyThreads(events);
		assertThat(this.totals.totals()).as(random.toString()).isEqualTo(sum(events));
		assertThat(this.totals.totals(Dimension.PROVIDER)).as(random.toString())
			.isEqualTo(sumBy(events, UsageEvent::provider));
		assertThat(this.totals.totals(Dimension.MODEL)).as(random.toString())
			.isEqualTo(sumBy(events, UsageEvent::model));
		assertThat(this.totals.totals(Dimension.AGENT)).as(random.toString())
			.isEqualTo(sumBy(events, (event) -> event.attribution().agentId()));
		assertThat(this.totals.totals(Dimension.FEATURE)).as(random.toString())
			.isEqualTo(sumBy(events, (event) -> event.attribution().feature()));
		assertThat(this.totals.totals(Dimension.TEAM)).as(random.toString())
			.isEqualTo(sumBy(events, (event) -> event.attribution().teamId()));
	}

	@Test
	void countsFailedAndCancelledCallsAndWhatIsUnknown() {
		this.totals.onUsage(TestEvents.event(TestEvents.call().failure(new IllegalStateException())));
		this.totals.onUsage(TestEvents.event(TestEvents.call().status(CallStatus.CANCELLED)));
		this.totals.onUsage(TestEvents.event(
				TestEvents.call().usage(TokenCounts.builder().input(7L).output(3L).build(), UsageSource.PROVIDER),
				Attribution.NONE, TestEvents.cost("0.10", "USD")));
		assertThat(this.totals.totals()).isEqualTo(
				new UsageTotals(3, 1, 1, 7, 0, 0, 3, 0, 2, 0, 1, Map.of("USD", new BigDecimal("0.1")), Map.of()));
		assertThat(this.totals.totals().totalTokens()).isEqualTo(10);
	}

	@Test
	void addsUpWhatCachesSavedWhereSomethingWasCached() {
		for (String savings : new String[] { "0.3", "-0.5" }) {
			this.totals
				.onUsage(TestEvents.event(TestEvents.call(), Attribution.NONE, TestEvents.cost("1", "USD", savings)));
		}
		this.totals.onUsage(TestEvents.event(TestEvents.call(), Attribution.NONE, TestEvents.cost("2", "EUR")));
		assertThat(this.totals.totals().cacheSavings()).isEqualTo(Map.of("USD", new BigDecimal("-0.2")));
	}

	@Test
	void keepsCurrenciesApart() {
		this.totals.onUsage(TestEvents.event(TestEvents.call(), Attribution.NONE, TestEvents.cost("1.5", "USD")));
		this.totals.onUsage(TestEvents.event(TestEvents.call(), Attribution.NONE, TestEvents.cost("2", "EUR")));
		this.totals.onUsage(TestEvents.event(TestEvents.call(), Attribution.NONE, TestEvents.cost("1", "USD")));
		assertThat(this.totals.totals().cost())
			.isEqualTo(Map.of("USD", new BigDecimal("2.5"), "EUR", new BigDecimal("2")));
	}

	@ParameterizedTest
	@FieldSource("co.tokenr.ledger.RunningTotals#DIMENSIONS")
	void sumsUpAsOtherBeyondAThousandValues(Dimension dimension) {
		for (int round = 0; round < 2; round++) {
			for (int i = 0; i < 3000; i++) {
				this.totals.onUsage(event("v" + i));
			}
		}
		Map<String, UsageTotals> byValue = this.totals.totals(dimension);
		assertThat(byValue).hasSize(1001).containsKeys("v0", "v999", "other").doesNotContainKey("v1000");
		assertThat(byValue.get("v999").calls()).isEqualTo(2);
		assertThat(byValue.get("other").calls()).isEqualTo(4000);
		assertThat(byValue.values().stream().mapToLong(UsageTotals::calls).sum()).isEqualTo(6000);
		assertThat(this.totals.totals().calls()).isEqualTo(6000);
	}

	@Test
	void loseNothingWhereManyThreadsReachTheBoundTogether() throws Exception {
		List<UsageEvent> events = new ArrayList<>();
		for (int i = 0; i < 8000; i++) {
			events.add(event("v" + i));
		}
		tellFromManyThreads(events);
		Map<String, UsageTotals> byTeam = this.totals.totals(Dimension.TEAM);
		// threads that look at the same moment may each add one
		assertThat(byTeam).hasSizeBetween(1001, 1001 + THREADS);
		assertThat(byTeam.values().stream().mapToLong(UsageTotals::calls).sum()).isEqualTo(8000);
	}

	@Test
	void aReadingIsNotChangedByLaterEvents() {
		this.totals.onUsage(event("v"));
		UsageTotals before = this.totals.totals();
		this.totals.onUsage(event("v"));
		assertThat(before.calls()).isOne();
		assertThat(this.totals.totals().calls()).isEqualTo(2);
	}

	private void tellFromManyThreads(List<UsageEvent> events) throws Exception {
		AtomicInteger next = new AtomicInteger();
		Callable<Object> teller = Executors.callable(() -> {
			for (int i = next.getAndIncrement(); i < events.size(); i = next.getAndIncrement()) {
				this.totals.onUsage(events.get(i));
			}
		});
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		try {
			for (Future<Object> done : executor.invokeAll(Collections.nCopies(THREADS, teller))) {
				done.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static UsageEvent event(String value) {
		LlmCallBuilder call = TestEvents.call().provider(value).requestModel(value);
		return TestEvents.event(call, Attribution.builder().agent(value).feature(value).team(value).build());
	}

	private static UsageEvent event(SeededRandom random) {
		LlmCallBuilder call = TestEvents.call()
			.provider("provider" + random.nextInt(4))
			.requestModel((random.nextInt(10) == 0) ? null : "model" + random.nextInt(6))
			.status(CallStatus.values()[random.nextInt(3)])
			.usage(TokenCounts.builder()
				.input(random.reportedCount())
				.cacheReadInput(random.reportedCount())
				.cacheCreationInput(random.reportedCount())
				.output(random.reportedCount())
				.reasoningOutput(random.reportedCount())
				.build(), UsageSource.values()[random.nextInt(4)]);
		Attribution attribution = Attribution.builder()
			.agent(random.nextBoolean() ? "agent" + random.nextInt(5) : null)
			.feature(random.nextBoolean() ? "feature" + random.nextInt(5) : null)
			.team(random.nextBoolean() ? "team" + random.nextInt(5) : null)
			.build();
		String amount = random.nextInt(1_000_000) + "e-" + (3 + random.nextInt(6));
		Cost cost = switch (random.nextInt(4)) {
			case 0 -> Cost.UNPRICED;
			case 1 -> TestEvents.cost(amount, "USD");
			case 2 -> TestEvents.cost(amount, "EUR", amount);
			default -> TestEvents.cost(amount, "USD", "-" + amount);
		};
		return TestEvents.event(call, attribution, cost);
	}

	private static Map<String, UsageTotals> sumBy(List<UsageEvent> events, Function<UsageEvent, String> key) {
		Map<String, List<UsageEvent>> groups = new TreeMap<>();
		for (UsageEvent event : events) {
			String value = key.apply(event);
			groups.computeIfAbsent((value != null) ? value : "none", (absent) -> new ArrayList<>()).add(event);
		}
		Map<String, UsageTotals> sums = new TreeMap<>();
		groups.forEach((value, group) -> sums.put(value, sum(group)));
		return sums;
	}

	private static UsageTotals sum(List<UsageEvent> events) {
		Map<String, BigDecimal> cost = new TreeMap<>();
		for (UsageEvent event : events) {
			if (event.cost().amount() != null) {
				cost.merge(event.cost().currency(), event.cost().amount(), BigDecimal::add);
			}
		}
		Map<String, BigDecimal> savings = new TreeMap<>();
		for (UsageEvent event : events) {
			if (event.cost().cacheSavings() != null) {
				savings.merge(event.cost().currency(), event.cost().cacheSavings(), BigDecimal::add);
			}
		}
		cost.replaceAll((currency, sum) -> withoutZeros(sum));
		savings.replaceAll((currency, sum) -> withoutZeros(sum));
		return new UsageTotals(events.size(), count(events, (event) -> event.status() == CallStatus.ERROR),
				count(events, (event) -> event.status() == CallStatus.CANCELLED),
				sum(events, (event) -> event.usage().input()), sum(events, (event) -> event.usage().cacheReadInput()),
				sum(events, (event) -> event.usage().cacheCreationInput()),
				sum(events, (event) -> event.usage().output()), sum(events, (event) -> event.usage().reasoningOutput()),
				count(events, (event) -> event.call().usageSource() == UsageSource.MISSING),
				count(events,
						(event) -> event.cost() == Cost.UNPRICED && event.call().usageSource() != UsageSource.MISSING),
				count(events,
						(event) -> event.cost() != Cost.UNPRICED && event.call().usageSource() == UsageSource.PROVIDER),
				cost, savings);
	}

	private static long sum(List<UsageEvent> events, Function<UsageEvent, Long> count) {
		ToLongFunction<UsageEvent> reported = (event) -> {
			Long value = count.apply(event);
			return (value != null) ? value : 0;
		};
		return events.stream().mapToLong(reported).sum();
	}

	private static long count(List<UsageEvent> events, Function<UsageEvent, Boolean> condition) {
		return events.stream().filter(condition::apply).count();
	}

	private static BigDecimal withoutZeros(BigDecimal sum) {
		return new BigDecimal(sum.stripTrailingZeros().toPlainString());
	}

}
