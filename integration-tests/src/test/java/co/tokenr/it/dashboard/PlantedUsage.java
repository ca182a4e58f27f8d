package co.tokenr.it.dashboard;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

import co.tokenr.SeededRandom;
import co.tokenr.usage.UsageRecorder;
import org.jspecify.annotations.Nullable;

/**
 * The calls that were planted, and their sums. Days are those of a zone in which it is
 * about noon, so that none ends during a test; calls lie in the mornings.
 *
 * @param calls the calls
 */
record PlantedUsage(List<PlantedCall> calls) {

	/** Whatever a value may hold that is more than a name. */
	static final List<String> HOSTILE = List.of("<img src=x onerror=\"alert('img')\">",
			"</script><script>alert('script')</script>", "javascript:alert('link')",
			"\"'><b onmouseover=alert('quote')>${1+1}</b>", "R&D = 100%, a+b#?/é");

	static final String FORMULA = "=HYPERLINK(\"http://127.0.0.1:9/\",\"click\")";

	static final ZoneId ZONE = noon();

	private static ZoneId noon() {
		int ahead = 12 - Instant.now().atOffset(ZoneOffset.UTC).getHour();
		// these names count the other way round
		return ZoneId.of("Etc/GMT" + ((ahead == 0) ? "" : (ahead > 0) ? "-" + ahead : "+" + -ahead));
	}

	static Instant morning(int daysAgo, int minute) {
		return LocalDate.now(ZONE)
			.minusDays(daysAgo)
			.atTime(LocalTime.of(minute / 60, minute % 60))
			.atZone(ZONE)
			.toInstant();
	}

	/** Two weeks of anything, and a day of hostile values. */
	static PlantedUsage anything() {
		SeededRandom random = SeededRandom.create();
		List<PlantedCall> calls = new ArrayList<>();
		for (int i = 0; i < 400; i++) {
			long input = 100 + random.nextInt(9000);
			calls.add(new PlantedCall(morning(random.nextInt(14), random.nextInt(600)),
					one(random, "swift", "swift", "deep", "homegrown-7b"),
					one(random, "search", "answer", "summary", null), one(random, "core", "sales", null),
					one(random, "acme", "globex", "initech", "umbrella", null), input,
					random.nextBoolean() ? random.nextInt((int) input) : 0, random.nextInt(800),
					random.nextInt(12) == 0, 200 + random.nextInt(5000), Map.of("region", one(random, "eu", "us"))));
		}
		for (String value : HOSTILE) {
			calls.add(new PlantedCall(morning(1, 5), value, value, value, value, 10, 0, 1, false, 300,
					Map.of("note", value)));
		}
		calls.add(PlantedCall.of(morning(1, 6), "swift", FORMULA, FORMULA, 10, 0, 1));
		return new PlantedUsage(calls);
	}

	@SafeVarargs
	private static <T> T one(SeededRandom random, T... values) {
		return values[random.nextInt(values.length)];
	}

	void recordBy(UsageRecorder recorder) {
		this.calls.forEach((call) -> recorder.record(call.captured()));
	}

	PlantedUsage where(Predicate<PlantedCall> wanted) {
		return new PlantedUsage(this.calls.stream().filter(wanted).toList());
	}

	/** Those of some days, counted back from today. */
	PlantedUsage days(int from, int to) {
		LocalDate today = LocalDate.now(ZONE);
		return where((call) -> !day(call).isBefore(today.minusDays(from)) && !day(call).isAfter(today.minusDays(to)));
	}

	static LocalDate day(PlantedCall call) {
		return LocalDate.ofInstant(call.at(), ZONE);
	}

	/** By a value, {@code (none)} where there is none. */
	Map<String, PlantedUsage> by(Function<PlantedCall, @Nullable Object> value) {
		Map<String, PlantedUsage> groups = new TreeMap<>();
		this.calls.forEach((call) -> groups.computeIfAbsent(Objects.toString(value.apply(call), "(none)"),
				(absent) -> new PlantedUsage(new ArrayList<>())).calls
			.add(call));
		return groups;
	}

	/** A sum by value, where it is known. */
	Map<String, BigDecimal> costBy(Function<PlantedCall, @Nullable Object> value) {
		Map<String, BigDecimal> costs = new TreeMap<>();
		where(PlantedCall::priced).by(value).forEach((key, group) -> costs.put(key, group.cost().stripTrailingZeros()));
		return costs;
	}

	long count(Predicate<PlantedCall> wanted) {
		return this.calls.stream().filter(wanted).count();
	}

	int size() {
		return this.calls.size();
	}

	BigDecimal cost() {
		return sum(PlantedCall::cost);
	}

	BigDecimal saved() {
		return sum(PlantedCall::saved);
	}

	BigDecimal sum(Function<PlantedCall, BigDecimal> amount) {
		return this.calls.stream().map(amount).reduce(BigDecimal.ZERO, BigDecimal::add);
	}

	/** A sum over the calls that did not fail. */
	long tokens(ToLongFunction<PlantedCall> count) {
		return this.calls.stream().filter((call) -> !call.failed()).mapToLong(count).sum();
	}

	/** The true percentile by nearest rank, in milliseconds. */
	double latency95() {
		long[] sorted = this.calls.stream().mapToLong(PlantedCall::latency).sorted().toArray();
		return sorted[(int) Math.ceil(sorted.length * 0.95) - 1];
	}

}
