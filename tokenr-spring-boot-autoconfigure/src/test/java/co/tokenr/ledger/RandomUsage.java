package co.tokenr.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import co.tokenr.attribution.Attribution;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.Cost;
import co.tokenr.usage.CostDetails;
import co.tokenr.usage.CostStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.Operation;
import co.tokenr.usage.Origin;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageSource;

/**
 * Random events of a year, and random questions to them: with values that are absent,
 * empty or look like something else, zones whose clocks change and ranges whose ends lie
 * anywhere.
 */
public final class RandomUsage {

	public static final Instant FROM = Instant.parse("2025-10-01T00:00:00Z");

	public static final Instant TO = Instant.parse("2026-10-01T00:00:00Z");

	private static final long MICROS = ChronoUnit.MICROS.between(FROM, TO);

	private static final ZoneId[] ZONES = { ZoneId.of("UTC"), ZoneId.of("Europe/Berlin"), ZoneId.of("Asia/Kathmandu"),
			ZoneId.of("America/St_Johns"), ZoneId.of("America/Havana"), ZoneId.of("Pacific/Chatham"),
			ZoneId.of("Australia/Adelaide"), ZoneId.of("America/New_York"), ZoneId.of("Pacific/Apia") };

	private static final String[] FEATURES = { null, "none", "other", "", "search", "Search", "caf\u00e9", "cafe\u0301",
			"\u65e5\u672c\u8a9e", "\ud83d\ude00", "a,b;\"c\"", "=1+1", "null" };

	private static final String[] TEAMS = { null, "core", "ops", "none" };

	private static final String[] AGENTS = { null, "planner", "writer", "O'Brien" };

	private static final String[] MODELS = { null, "gpt-4o", "gpt-4o-mini", "claude-sonnet-4-5", "mistral/large" };

	private static final String[] REGIONS = { null, "eu", "us", "", "none" };

	private static final String[] PROVIDERS = { "openai", "anthropic", "azure.ai.openai" };

	private final Random random;

	public RandomUsage(Random random) {
		this.random = random;
	}

	public List<UsageEvent> events(int count) {
		List<UsageEvent> events = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			events.add(event(instant()));
		}
		return events;
	}

	public UsageEvent event(Instant occurredAt) {
		UsageSource source = UsageSource.values()[this.random.nextInt(4)];
		TokenCounts usage = (source != UsageSource.MISSING) ? counts() : TokenCounts.NONE;
		LlmCall call = LlmCall.builder("test")
			.occurredAt(occurredAt)
			.provider(one(PROVIDERS))
			.operation(this.random.nextInt(5) == 0 ? Operation.EMBEDDINGS : Operation.CHAT)
			.requestModel(one(MODELS))
			.responseModel(one(MODELS))
			.status((this.random.nextInt(4) == 0) ? CallStatus.values()[this.random.nextInt(3)] : CallStatus.SUCCESS)
			.latency(duration())
			.timeToFirstToken(duration())
			.usage(usage, source)
			.run("run-" + this.random.nextInt(500), 1)
			.trace((this.random.nextInt(3) == 0) ? null : "trace-" + this.random.nextInt(500), null)
			.build();
		return new UsageEvent(call, attribution(), cost(usage), new Origin(one("shop", "back\\office"),
				one("production", "test", null), "i-" + this.random.nextInt(3)));
	}

	private Attribution attribution() {
		Map<String, String> tags = new LinkedHashMap<>();
		put(tags, "region", one(REGIONS));
		put(tags, "\u00fcber", one(FEATURES));
		put(tags, "release", (this.random.nextInt(10) == 0) ? "v" + this.random.nextInt(200) : null);
		return new Attribution(one(AGENTS), one(FEATURES), one(TEAMS),
				(this.random.nextInt(5) == 0) ? null : "customer-" + skewed(80),
				(this.random.nextInt(5) == 0) ? null : "user-" + skewed(300), null, tags);
	}

	private static void put(Map<String, String> tags, String key, String value) {
		if (value != null) {
			tags.put(key, value);
		}
	}

	/** Amounts that no double can add up, and some with all the digits there may be. */
	private Cost cost(TokenCounts usage) {
		if (this.random.nextInt(8) == 0) {
			return Cost.UNPRICED;
		}
		BigDecimal amount = switch (this.random.nextInt(6)) {
			case 0 -> new BigDecimal("0.1");
			case 1 -> BigDecimal.valueOf(this.random.nextLong(1_000_000_000_000_000_000L), 18);
			case 2 -> new BigDecimal(this.random.nextInt(100) + "00");
			case 3 -> BigDecimal.valueOf(this.random.nextInt(1_000_000)).add(new BigDecimal("1e-18"));
			default -> BigDecimal.valueOf(this.random.nextInt(100_000), 7);
		};
		String currency = (this.random.nextInt(6) == 0) ? "EUR" : "USD";
		List<Cost.Item> breakdown = new ArrayList<>();
		BigDecimal plain = rate();
		breakdown.add(item("input", 1, plain));
		BigDecimal savings = null;
		for (String unit : new String[] { "cache_read", "cache_write" }) {
			Long count = unit.equals("cache_read") ? usage.cacheReadInput() : usage.cacheCreationInput();
			if (count != null && count > 0) {
				BigDecimal rate = rate();
				breakdown.add(item(unit, count, rate));
				BigDecimal saving = plain.subtract(rate).multiply(BigDecimal.valueOf(count, 6));
				savings = (savings != null) ? savings.add(saving) : saving;
			}
		}
		CostStatus status = one(CostStatus.EXACT, CostStatus.EXACT, CostStatus.FALLBACK, CostStatus.STALE);
		return new Cost(amount, currency, status, CostDetails.of(null, breakdown, List.of()), null, savings);
	}

	/** With so many decimals that nothing is rounded when it is kept. */
	private BigDecimal rate() {
		return BigDecimal.valueOf(this.random.nextLong(20_000_000_000_000L), 12);
	}

	private static Cost.Item item(String unit, long count, BigDecimal rate) {
		return new Cost.Item(unit, BigDecimal.valueOf(count), rate, 1_000_000,
				rate.multiply(BigDecimal.valueOf(count, 6)), null, null, null);
	}

	private TokenCounts counts() {
		return TokenCounts.builder()
			.input((this.random.nextInt(10) == 0) ? null : Long.valueOf(this.random.nextInt(100_000)))
			.cacheReadInput((this.random.nextInt(3) == 0) ? Long.valueOf(this.random.nextInt(1000)) : null)
			.cacheCreationInput((this.random.nextInt(3) == 0) ? Long.valueOf(this.random.nextInt(1000)) : null)
			.output(Long.valueOf(this.random.nextInt(4000)))
			.reasoningOutput((this.random.nextInt(3) == 0) ? Long.valueOf(this.random.nextInt(1000)) : null)
			.build();
	}

	private Duration duration() {
		return switch (this.random.nextInt(20)) {
			case 0 -> null;
			case 1 -> Duration.ofNanos(this.random.nextInt(2_000_000));
			default -> Duration.ofNanos((long) (Math.exp(this.random.nextGaussian()) * 1_500_000_000L));
		};
	}

	/** One in ten lies on a quarter of an hour, where everything begins and ends. */
	private Instant instant() {
		Instant instant = FROM.plus(this.random.nextLong(MICROS), ChronoUnit.MICROS);
		if (this.random.nextInt(10) == 0) {
			return Instant.ofEpochSecond(instant.getEpochSecond() / 900 * 900);
		}
		return instant.plusNanos(this.random.nextInt(1000));
	}

	public UsageQuery query() {
		ZoneId zone = one(ZONES);
		TimeBucket bucket = TimeBucket.values()[this.random.nextInt(4)];
		UsageQuery query = UsageQuery.between(FROM, TO, zone);
		Instant from = end(zone);
		Instant to = end(zone);
		if (!from.equals(to)) {
			query = UsageQuery.between(from.isBefore(to) ? from : to, from.isBefore(to) ? to : from, zone);
		}
		for (int i = this.random.nextInt(3); i > 0; i--) {
			query = filter(query);
		}
		List<String> dimensions = new ArrayList<>();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			String dimension = dimension();
			if (!dimensions.contains(dimension)) {
				dimensions.add(dimension);
			}
		}
		UsageQuery grouped = (this.random.nextInt(3) == 0) ? query.withoutPercentiles() : query;
		return grouped.groupBy(dimensions.toArray(String[]::new))
			.bucket(bucket)
			.top(this.random.nextBoolean() ? 1 + this.random.nextInt(5) : 1000)
			.orderBy(UsageQuery.Order.values()[this.random.nextInt(3)]);
	}

	private UsageQuery filter(UsageQuery query) {
		return switch (this.random.nextInt(11)) {
			case 0 -> query.where("feature", "search", "none", "\ud83d\ude00");
			case 1 -> query.where("team", "core").without("team");
			case 2 -> query.without("feature");
			case 3 -> query.where("tag:region", "eu", "none");
			case 4 -> query.without("tag:region");
			case 5 -> query.where("tag:\u00fcber", "caf\u00e9").without("tag:\u00fcber");
			case 6 -> query.where("status", "error", "cancelled");
			case 7 -> query.where("customer", "customer-1", "customer-2");
			case 8 -> query.where("cost_status", "unpriced", "stale");
			case 9 -> query.where("usage_source", "provider").without("team");
			default -> query.where("provider", "openai").where("environment", "production");
		};
	}

	private String dimension() {
		return one("service", "environment", "provider", "model", "operation", "agent", "feature", "team", "customer",
				"user", "status", "usage_source", "cost_status", "tag:region", "tag:\u00fcber", "tag:release", "run",
				"trace", "feature", "team", "model", "customer");
	}

	private Instant end(ZoneId zone) {
		Instant instant = instant();
		return switch (this.random.nextInt(4)) {
			case 0 -> instant.truncatedTo(ChronoUnit.HOURS);
			case 1 -> instant.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
			case 2 -> instant.atZone(zone).toLocalDate().withDayOfMonth(1).atStartOfDay(zone).toInstant();
			default -> instant;
		};
	}

	private int skewed(int bound) {
		return (int) (bound * Math.pow(this.random.nextDouble(), 3));
	}

	@SafeVarargs
	private <T> T one(T... values) {
		return values[this.random.nextInt(values.length)];
	}

}
