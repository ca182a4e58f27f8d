package co.tokenr.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers queries by reading a JSONL file line by line. Shares no code with the ledgers:
 * it knows the wire format and what the query says, cuts time by printing it, and takes
 * percentiles from the sorted durations.
 */
public final class BruteForce {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private final List<Line> lines = new ArrayList<>();

	public BruteForce(Path jsonl) throws IOException {
		try (BufferedReader reader = Files.newBufferedReader(jsonl)) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				this.lines.add(new Line(MAPPER.readTree(line)));
			}
		}
	}

	public List<Row> answer(UsageQuery query) {
		List<String> dimensions = query.groupBy().stream().map(Dimension::name).toList();
		Map<String, Instant> buckets = new HashMap<>();
		Map<String, Map<List<String>, Group>> cells = new HashMap<>();
		Map<List<String>, Group> groups = new HashMap<>();
		for (Line line : this.lines) {
			if (line.at.isBefore(query.from()) || !line.at.isBefore(query.to()) || !matches(line, query)) {
				continue;
			}
			String bucket = bucket(line.at, query);
			buckets.merge(bucket, line.at, (one, other) -> one.isBefore(other) ? one : other);
			List<String> key = new ArrayList<>();
			dimensions.forEach((dimension) -> key.add(line.value(dimension)));
			cells.computeIfAbsent(bucket, (absent) -> new HashMap<>())
				.computeIfAbsent(key, (absent) -> new Group()).lines.add(line);
			groups.computeIfAbsent(key, (absent) -> new Group()).lines.add(line);
		}
		List<List<String>> top = ranked(groups, query).stream().limit(query.top()).toList();
		List<Row> rows = new ArrayList<>();
		cells.keySet()
			.stream()
			.sorted((one, other) -> buckets.get(one).compareTo(buckets.get(other)))
			.forEach((bucket) -> {
				Map<List<String>, Group> cell = cells.get(bucket);
				top.stream()
					.filter(cell::containsKey)
					.forEach((key) -> rows.add(new Row(bucket, key, false, cell.get(key))));
				Group other = new Group();
				cell.forEach((key, group) -> {
					if (!top.contains(key)) {
						other.lines.addAll(group.lines);
					}
				});
				if (!other.lines.isEmpty()) {
					rows.add(new Row(bucket, List.of(), true, other));
				}
			});
		return rows;
	}

	public static String bucket(Instant at, UsageQuery query) {
		String pattern = switch (query.bucket()) {
			case NONE -> "'all'";
			case HOUR -> "yyyy-MM-dd HH xxx";
			case DAY -> "yyyy-MM-dd";
			case MONTH -> "yyyy-MM";
		};
		ZoneId zone = query.zone();
		return DateTimeFormatter.ofPattern(pattern).format(at.atZone(zone));
	}

	private static boolean matches(Line line, UsageQuery query) {
		return query.filters()
			.entrySet()
			.stream()
			.allMatch((filter) -> filter.getValue()
				.stream()
				.anyMatch((value) -> Objects.equals(value, line.value(filter.getKey().name()))));
	}

	private static List<List<String>> ranked(Map<List<String>, Group> groups, UsageQuery query) {
		Map<String, Integer> currencies = new TreeMap<>();
		Map<List<String>, Map<String, Object>> measures = new HashMap<>();
		groups.forEach((key, group) -> measures.put(key, group.measures()));
		measures.values()
			.forEach((measured) -> cost(measured).keySet().forEach((code) -> currencies.merge(code, 1, Integer::sum)));
		String leading = "";
		for (Map.Entry<String, Integer> currency : currencies.entrySet()) {
			if (leading.isEmpty() || currency.getValue() >= currencies.get(leading)) {
				leading = currency.getKey();
			}
		}
		String code = leading;
		List<List<String>> ranked = new ArrayList<>(groups.keySet());
		ranked.sort((one, other) -> {
			int order = 0;
			List<BigDecimal> ranks = ranks(measures.get(one), code, query.order());
			List<BigDecimal> others = ranks(measures.get(other), code, query.order());
			for (int i = 0; i < ranks.size() && order == 0; i++) {
				order = others.get(i).compareTo(ranks.get(i));
			}
			for (int i = 0; i < one.size() && order == 0; i++) {
				String value = one.get(i);
				String another = other.get(i);
				order = (value == null || another == null) ? Boolean.compare(value != null, another != null)
						: value.compareTo(another);
			}
			return order;
		});
		return ranked;
	}

	private static List<BigDecimal> ranks(Map<String, Object> measured, String currency, UsageQuery.Order order) {
		BigDecimal cost = cost(measured).getOrDefault(currency, BigDecimal.ZERO);
		BigDecimal tokens = BigDecimal.valueOf((long) measured.get("input") + (long) measured.get("output"));
		BigDecimal calls = BigDecimal.valueOf((long) measured.get("calls"));
		return switch (order) {
			case COST -> List.of(cost, tokens, calls);
			case TOKENS -> List.of(tokens, calls);
			case CALLS -> List.of(calls, tokens);
		};
	}

	@SuppressWarnings("unchecked")
	private static Map<String, BigDecimal> cost(Map<String, Object> measured) {
		return (Map<String, BigDecimal>) measured.get("cost");
	}

	/**
	 * A row of the answer.
	 */
	public record Row(String bucket, List<String> values, boolean other, Group group) {

	}

	/**
	 * Events that are counted together.
	 */
	public static final class Group {

		private final List<Line> lines = new ArrayList<>();

		public Map<String, Object> measures() {
			Map<String, Object> measures = new LinkedHashMap<>();
			measures.put("calls", (long) this.lines.size());
			measures.put("errors", count("status", "error"));
			measures.put("cancelled", count("status", "cancelled"));
			measures.put("input", sum("input_tokens"));
			measures.put("cache_read", sum("cache_read_input_tokens"));
			measures.put("cache_creation", sum("cache_creation_input_tokens"));
			measures.put("output", sum("output_tokens"));
			measures.put("reasoning", sum("reasoning_output_tokens"));
			measures.put("missing", count("usage_source", "missing"));
			long unpriced = 0;
			long covered = 0;
			Map<String, BigDecimal> cost = new TreeMap<>();
			for (Line line : this.lines) {
				JsonNode amount = line.json.path("cost").path("amount");
				if (!amount.isMissingNode()) {
					covered += line.json.path("usage_source").asString().equals("provider") ? 1 : 0;
					String currency = line.json.path("cost").path("currency").asString();
					cost.put(currency, cost.getOrDefault(currency, BigDecimal.ZERO).add(amount.decimalValue()));
				}
				else if (!line.json.path("usage_source").asString().equals("missing")) {
					unpriced++;
				}
			}
			measures.put("unpriced", unpriced);
			measures.put("covered", covered);
			measures.put("cost", cost);
			measures.put("cache_savings", cacheSavings());
			return measures;
		}

		/** From what each event says of its tokens and rates, not of its savings. */
		private Map<String, BigDecimal> cacheSavings() {
			Map<String, BigDecimal> savings = new TreeMap<>();
			for (Line line : this.lines) {
				JsonNode cost = line.json.path("cost");
				Map<String, JsonNode> items = new HashMap<>();
				cost.path("breakdown").forEach((item) -> items.put(item.get("unit").asString(), item));
				for (String unit : new String[] { "cache_read", "cache_write", "cache_write_1h" }) {
					if (items.containsKey(unit)) {
						JsonNode item = items.get(unit);
						BigDecimal uncached = items.get("input")
							.get("rate")
							.decimalValue()
							.multiply(item.get("count").decimalValue())
							.divide(item.get("per").decimalValue());
						savings.merge(cost.get("currency").asString(),
								uncached.subtract(item.get("amount").decimalValue()), BigDecimal::add);
					}
				}
			}
			return savings;
		}

		/** The true percentile by nearest rank. */
		public BigDecimal percentile(String field, int percent) {
			List<BigDecimal> durations = new ArrayList<>();
			for (Line line : this.lines) {
				if (line.json.has(field)) {
					durations.add(line.json.get(field).decimalValue());
				}
			}
			Collections.sort(durations);
			int rank = BigDecimal.valueOf((long) durations.size() * percent)
				.divide(BigDecimal.valueOf(100), 0, RoundingMode.CEILING)
				.intValue();
			return durations.isEmpty() ? null : durations.get(rank - 1);
		}

		private long count(String field, String value) {
			return this.lines.stream().filter((line) -> line.json.path(field).asString().equals(value)).count();
		}

		private long sum(String field) {
			return this.lines.stream().mapToLong((line) -> line.json.path("usage").path(field).asLong(0)).sum();
		}

	}

	private static final class Line {

		private static final Set<String> BARE = new HashSet<>(
				List.of("service", "environment", "provider", "operation", "feature", "status", "usage_source"));

		private final JsonNode json;

		private final Instant at;

		Line(JsonNode json) {
			this.json = json;
			this.at = Instant.parse(json.get("occurred_at").asString());
		}

		String value(String dimension) {
			if (dimension.startsWith("tag:")) {
				return text(this.json.path("tags").path(dimension.substring(4)));
			}
			if (dimension.equals("cost_status")) {
				return text(this.json.path("cost").path("status"));
			}
			if (dimension.equals("model")) {
				return Stream.of("response_model", "request_model")
					.map((field) -> text(this.json.path(field)))
					.filter(Objects::nonNull)
					.findFirst()
					.orElse(null);
			}
			return text(this.json.path(BARE.contains(dimension) ? dimension : dimension + "_id"));
		}

		private static String text(JsonNode node) {
			return node.isMissingNode() ? null : node.asString();
		}

	}

}
