package co.tokenr.ledger.jdbc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import co.tokenr.ledger.Dimension;
import co.tokenr.ledger.UsageFacts;
import co.tokenr.ledger.UsageQuery;
import org.jspecify.annotations.Nullable;

/**
 * By what roll-ups are kept. A question is answered from the first, and so the smallest,
 * that has all its dimensions. The codes are stored and never change.
 */
enum Cube {

	/** All usage. */
	TOTAL(0, Span.QUARTER),

	/** By team. */
	TEAM(1, Span.QUARTER, Dimension.TEAM),

	/** By feature. */
	FEATURE(2, Span.QUARTER, Dimension.FEATURE),

	/** By agent. */
	AGENT(3, Span.QUARTER, Dimension.AGENT),

	/** By model. */
	MODEL(4, Span.QUARTER, Dimension.PROVIDER, Dimension.MODEL),

	/** By customer. */
	CUSTOMER(5, Span.HOUR, Dimension.CUSTOMER),

	/** By all that has few values. */
	JOINT(6, Span.HOUR, Dimension.SERVICE, Dimension.ENVIRONMENT, Dimension.PROVIDER, Dimension.MODEL,
			Dimension.OPERATION, Dimension.AGENT, Dimension.FEATURE, Dimension.TEAM, Dimension.STATUS,
			Dimension.USAGE_SOURCE, Dimension.COST_STATUS);

	private final int code;

	private final Span shortest;

	@SuppressWarnings("ImmutableEnumChecker")
	private final List<Dimension> dimensions;

	Cube(int code, Span shortest, Dimension... dimensions) {
		this.code = code;
		this.shortest = shortest;
		this.dimensions = List.of(dimensions);
	}

	static @Nullable Cube covering(UsageQuery query) {
		Set<Dimension> asked = new HashSet<>(query.groupBy());
		asked.addAll(query.filters().keySet());
		for (Cube cube : values()) {
			if (cube.dimensions.containsAll(asked)) {
				return cube;
			}
		}
		return null;
	}

	int code() {
		return this.code;
	}

	/**
	 * Spans below this are not rolled up: they would have about as many rows as events.
	 */
	Span shortest() {
		return this.shortest;
	}

	List<Dimension> dimensions() {
		return this.dimensions;
	}

	List<@Nullable String> values(UsageFacts facts) {
		List<@Nullable String> values = new ArrayList<>(this.dimensions.size());
		for (Dimension dimension : this.dimensions) {
			values.add(facts.value(dimension));
		}
		return values;
	}

}
