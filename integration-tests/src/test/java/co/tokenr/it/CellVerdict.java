package co.tokenr.it;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import co.tokenr.usage.CallStatus;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageEvent;
import com.example.demo.DemoInvoice.Line;
import com.example.demo.DemoInvoice.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Holds the events of a cell against its promise and the bill.
 */
final class CellVerdict {

	private static final List<Field> FIELDS = List.of(new Field("in", Line::input, TokenCounts::input),
			new Field("read", Line::cacheRead, TokenCounts::cacheReadInput),
			new Field("written", Line::cacheCreation, TokenCounts::cacheCreationInput),
			new Field("5m", Line::cacheCreation5m, TokenCounts::cacheCreation5mInput),
			new Field("1h", Line::cacheCreation1h, TokenCounts::cacheCreation1hInput),
			new Field("out", Line::output, TokenCounts::output),
			new Field("reasoning", Line::reasoning, TokenCounts::reasoningOutput),
			new Field("audio in", (line) -> null, TokenCounts::audioInput),
			new Field("image in", (line) -> null, TokenCounts::imageInput),
			new Field("tool use in", (line) -> null, TokenCounts::toolUseInput),
			new Field("audio out", (line) -> null, TokenCounts::audioOutput),
			new Field("image out", (line) -> null, TokenCounts::imageOutput));

	private final Cell cell;

	private final String tenant;

	private final List<UsageEvent> events;

	private final List<Line> lines;

	private final List<String> faults = new ArrayList<>();

	CellVerdict(Cell cell, String tenant, List<UsageEvent> events, List<Line> lines) {
		this.cell = cell;
		this.tenant = tenant;
		this.events = events;
		this.lines = lines;
	}

	TableRow row(@Nullable Throwable failure) {
		if (failure != null) {
			this.faults.add("the application saw " + failure);
		}
		compare("events", expectedOutcomes(), outcomes(), true);
		compare("bill", billed(), counted(), true);
		if (!billedInputs().isEmpty()) {
			compare("input of what was given up", billedInputs(), countedInputs(), true);
		}
		compare("tenant", expectedTenants(),
				this.events.stream().map((event) -> String.valueOf(event.attribution().customerId())).toList(), false);
		compare("seam", this.events.stream().map((event) -> this.cell.promise().capturedBy()).toList(),
				this.events.stream().map((event) -> event.call().capturedBy()).toList(), false);
		compare("runs", expectedRuns(), runs(), false);
		for (UsageEvent event : this.events) {
			if (event.usage().inconsistent()) {
				this.faults.add("inconsistent counts");
			}
			if (event.call().usageSource().value().equals("missing") && event.usage().total() != null) {
				this.faults.add("counts that are called missing");
			}
		}
		return new TableRow(this.cell.seam(), this.cell.way(), this.cell.wire(),
				this.events.size() + " = " + expectedOutcomes().size(), sums(), tenants(), runShape(),
				outcomes().stream().distinct().collect(Collectors.joining(", ")), this.cell.promise().capturedBy(),
				this.cell.promise().reason(), String.join("; ", this.faults));
	}

	private void compare(String what, List<String> expected, List<String> actual, boolean sorted) {
		List<String> left = sorted ? expected.stream().sorted().toList() : expected;
		List<String> right = sorted ? actual.stream().sorted().toList() : actual;
		if (!left.equals(right)) {
			this.faults.add(what + ": expected " + left + " but was " + right);
		}
	}

	private List<String> expectedOutcomes() {
		List<Promise.Outcome> outcomes = this.cell.promise().outcomes();
		return (outcomes != null) ? outcomes.stream().map(Promise.Outcome::toString).toList()
				: this.lines.stream()
					.map((line) -> new Promise.Outcome(CallStatus.SUCCESS, this.cell.promise().source()).toString())
					.toList();
	}

	private List<String> outcomes() {
		return this.events.stream()
			.map((event) -> new Promise.Outcome(event.status(), event.call().usageSource()).toString())
			.toList();
	}

	/** A provider that begins with the input bills it, whatever becomes of the rest. */
	private List<String> billedInputs() {
		return this.lines.stream()
			.filter((line) -> line.outcome() != Outcome.OK && line.input() != null)
			.map((line) -> inputs((field) -> field.ofLine().apply(line)))
			.toList();
	}

	private List<String> countedInputs() {
		return this.events.stream()
			.filter((event) -> event.status() == CallStatus.CANCELLED)
			.map((event) -> inputs((field) -> field.ofEvent().apply(event.usage())))
			.toList();
	}

	private static String inputs(Function<Field, @Nullable Long> counts) {
		return FIELDS.subList(0, 5)
			.stream()
			.map((field) -> field.name() + " " + counts.apply(field))
			.toList()
			.toString();
	}

	private List<String> billed() {
		return this.lines.stream()
			.filter((line) -> line.outcome() == Outcome.OK && !this.cell.promise().withheld().contains("bill"))
			.map((line) -> facts(line.responseId(), line.requestedModel(), line.servedModel(), line.streaming(),
					(field) -> field.ofLine().apply(line)))
			.toList();
	}

	private List<String> counted() {
		return this.events.stream()
			.filter((event) -> event.status() == CallStatus.SUCCESS)
			.map((event) -> facts(event.call().responseId(), event.call().requestModel(), event.call().responseModel(),
					event.call().streaming(), (field) -> field.ofEvent().apply(event.usage())))
			.toList();
	}

	private String facts(@Nullable String id, @Nullable String requested, @Nullable String served, boolean streaming,
			Function<Field, @Nullable Long> counts) {
		Map<String, Object> facts = new LinkedHashMap<>();
		facts.put("id", String.valueOf(id));
		if (!this.cell.promise().withheld().contains("asked")) {
			facts.put("asked", String.valueOf(requested));
		}
		facts.put("served", String.valueOf(served));
		facts.put("streaming", streaming);
		for (Field field : FIELDS) {
			Long count = this.cell.promise().withheld().contains(field.name()) ? null : counts.apply(field);
			if (count != null && !(field.isUnbilled() && count == 0)) {
				facts.put(field.name(), count);
			}
		}
		return facts.toString();
	}

	private String sums() {
		return FIELDS.stream()
			.filter((field) -> sum(field) != 0)
			.map((field) -> field.name() + " " + sum(field))
			.collect(Collectors.joining(" "));
	}

	private long sum(Field field) {
		return this.events.stream()
			.map((event) -> field.ofEvent().apply(event.usage()))
			.filter(Objects::nonNull)
			.mapToLong(Long::longValue)
			.sum();
	}

	private List<String> expectedTenants() {
		int last = this.events.size() - 1;
		return IntStream.rangeClosed(0, last).mapToObj((index) -> switch (this.cell.promise().tenants()) {
			case ALL -> true;
			case FIRST -> index == 0;
			case LAST -> index == last;
		}).map((known) -> known ? this.tenant : "null").toList();
	}

	private List<String> expectedRuns() {
		return switch (this.cell.promise().runs()) {
			case NONE -> this.events.stream().map((event) -> "none").toList();
			case ONE ->
				IntStream.rangeClosed(1, this.events.size()).mapToObj((round) -> "run 1, round " + round).toList();
			case EACH ->
				IntStream.rangeClosed(1, this.events.size()).mapToObj((run) -> "run " + run + ", round 1").toList();
		};
	}

	/** Runs numbered as they are first seen, for their ids are random. */
	private List<String> runs() {
		List<String> ids = this.events.stream().map((event) -> event.call().runId()).distinct().toList();
		return this.events.stream()
			.map((event) -> (event.call().runId() == null && event.call().round() == null) ? "none"
					: "run " + ((event.call().runId() == null) ? "none" : (ids.indexOf(event.call().runId()) + 1))
							+ ", round " + event.call().round())
			.toList();
	}

	private String tenants() {
		long named = this.events.stream()
			.filter((event) -> this.tenant.equals(event.attribution().customerId()))
			.count();
		return named + " of " + this.events.size();
	}

	private String runShape() {
		return switch (this.cell.promise().runs()) {
			case NONE -> "no run";
			case ONE -> "1 run, rounds 1 to " + this.events.size();
			case EACH -> this.events.size() + " runs";
		};
	}

	private record Field(String name, Function<Line, @Nullable Long> ofLine,
			Function<TokenCounts, @Nullable Long> ofEvent) {

		/** No wire here bills it: zero says as much as nothing. */
		boolean isUnbilled() {
			return this.name.contains(" ");
		}

	}

}
