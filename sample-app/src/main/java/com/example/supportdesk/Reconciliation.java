package com.example.supportdesk;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import co.tokenr.attribution.Attribution;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageSource;
import com.example.demo.DemoInvoice;
import org.jspecify.annotations.Nullable;

/**
 * Holds the provider's bill, the events and what the collector received against each
 * other, round trip by round trip and field by field.
 */
final class Reconciliation {

	private final List<Row> rows = new ArrayList<>();

	Reconciliation(List<Scenario.Expected> expected, List<DemoInvoice.Line> invoice, List<UsageEvent> events,
			List<Map<String, Object>> received) {
		List<DemoInvoice.Line> lines = new ArrayList<>(invoice);
		for (int i = 0; i < Math.max(expected.size(), events.size()); i++) {
			Scenario.Expected charge = (i < expected.size()) ? expected.get(i) : null;
			UsageEvent event = (i < events.size()) ? events.get(i) : null;
			DemoInvoice.Line line = (event != null) ? takeLine(lines, event) : null;
			this.rows.add(row(charge, line, event, (event != null) ? received(received, event) : List.of()));
		}
		for (DemoInvoice.Line line : lines) {
			this.rows.add(row(null, line, null, List.of()));
		}
	}

	List<Row> rows() {
		return this.rows;
	}

	boolean isEqual() {
		return this.rows.stream().allMatch((row) -> row.faults().isEmpty());
	}

	private static DemoInvoice.@Nullable Line takeLine(List<DemoInvoice.Line> lines, UsageEvent event) {
		for (Iterator<DemoInvoice.Line> iterator = lines.iterator(); iterator.hasNext();) {
			DemoInvoice.Line line = iterator.next();
			boolean same = Objects.equals(line.responseId(), event.call().responseId())
					&& Objects.equals(line.requestedModel(), event.call().requestModel());
			if (same) {
				iterator.remove();
				return line;
			}
		}
		return null;
	}

	private static List<Map<String, Object>> received(List<Map<String, Object>> received, UsageEvent event) {
		return received.stream().filter((item) -> event.id().toString().equals(item.get("external_id"))).toList();
	}

	private static Row row(Scenario.@Nullable Expected expected, DemoInvoice.@Nullable Line line,
			@Nullable UsageEvent event, List<Map<String, Object>> received) {
		List<String> faults = new ArrayList<>();
		if (line == null) {
			faults.add("not on the invoice");
		}
		if (event == null) {
			faults.add("no event");
		}
		else {
			if (line != null) {
				counts(faults, line, event);
			}
			if (expected == null) {
				faults.add("not expected");
			}
			else {
				same(faults, "attribution", expected.attribution(), event.attribution());
			}
			if (received.size() != 1) {
				faults.add("received " + received.size() + " times");
			}
			else {
				received(faults, event, received.get(0));
			}
		}
		return new Row((expected != null) ? expected.call() : "?", line, event, faults);
	}

	private static void counts(List<String> faults, DemoInvoice.Line line, UsageEvent event) {
		same(faults, "outcome", line.outcome().name(), outcome(event.status()));
		if (event.call().usageSource() == UsageSource.ESTIMATED && line.input() == null) {
			// the provider told no counts, and the event says that its own are an
			// estimate
			return;
		}
		TokenCounts usage = event.usage();
		same(faults, "input", line.input(), usage.input());
		same(faults, "cache read", line.cacheRead(), usage.cacheReadInput());
		same(faults, "cache written", line.cacheCreation(), usage.cacheCreationInput());
		same(faults, "written for 5 min", line.cacheCreation5m(), usage.cacheCreation5mInput());
		same(faults, "written for 1 h", line.cacheCreation1h(), usage.cacheCreation1hInput());
		same(faults, "output", line.output(), usage.output());
		same(faults, "reasoning", line.reasoning(), usage.reasoningOutput());
		same(faults, "USD", plain(line.amount()), plain(event.cost().amount()));
	}

	/** Equal amounts are equal, whatever their scale. */
	private static @Nullable String plain(@Nullable BigDecimal amount) {
		return (amount != null) ? amount.stripTrailingZeros().toPlainString() : null;
	}

	private static String outcome(CallStatus status) {
		return (status == CallStatus.SUCCESS) ? "OK" : status.name();
	}

	private static void received(List<String> faults, UsageEvent event, Map<String, Object> item) {
		TokenCounts usage = event.usage();
		long read = number(item.get("cache_read_tokens"));
		long written = number(item.get("cache_write_tokens"));
		same(faults, "received input", orZero(usage.input()), number(item.get("input_tokens")) + read + written);
		same(faults, "received cache read", orZero(usage.cacheReadInput()), read);
		same(faults, "received cache written", orZero(usage.cacheCreationInput()), written);
		same(faults, "received output", orZero(usage.output()), number(item.get("output_tokens")));
		Attribution attribution = event.attribution();
		same(faults, "received agent", attribution.agentId(), item.get("agent_id"));
		same(faults, "received feature", attribution.feature(), item.get("feature_name"));
		same(faults, "received team", attribution.teamId(), item.get("team_id"));
		Map<?, ?> tags = (item.get("tags") instanceof Map<?, ?> map) ? map : Map.of();
		same(faults, "received customer", attribution.customerId(), tags.get("customer_id"));
		attribution.tags().forEach((key, value) -> same(faults, "received " + key, value, tags.get(key)));
	}

	private static long number(@Nullable Object value) {
		return (value instanceof Number number) ? number.longValue() : 0;
	}

	private static long orZero(@Nullable Long count) {
		return (count != null) ? count : 0;
	}

	private static void same(List<String> faults, String what, @Nullable Object one, @Nullable Object other) {
		if (!Objects.equals(one, other)) {
			faults.add(what + ": " + one + " is not " + other);
		}
	}

	/**
	 * One round trip.
	 *
	 * @param call which call it is a round of
	 * @param line what was billed
	 * @param event what was counted
	 * @param faults where they differ
	 */
	record Row(String call, DemoInvoice.@Nullable Line line, @Nullable UsageEvent event, List<String> faults) {
	}

}
