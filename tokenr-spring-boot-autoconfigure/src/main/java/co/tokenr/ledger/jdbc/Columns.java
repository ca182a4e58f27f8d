package co.tokenr.ledger.jdbc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import co.tokenr.ledger.Dimension;

/**
 * The columns of dimensions that are no tags.
 */
final class Columns {

	private static final Map<Dimension, String> NAMES = names();

	private Columns() {
	}

	static List<Dimension> dimensions() {
		return List.copyOf(NAMES.keySet());
	}

	static String of(Dimension dimension) {
		String name = NAMES.get(dimension);
		if (name == null) {
			throw new IllegalArgumentException("No column for '" + dimension + "'");
		}
		return name;
	}

	private static Map<Dimension, String> names() {
		Map<Dimension, String> names = new LinkedHashMap<>();
		names.put(Dimension.SERVICE, "service");
		names.put(Dimension.ENVIRONMENT, "environment");
		names.put(Dimension.PROVIDER, "provider");
		names.put(Dimension.MODEL, "model");
		names.put(Dimension.OPERATION, "operation");
		names.put(Dimension.AGENT, "agent_id");
		names.put(Dimension.FEATURE, "feature");
		names.put(Dimension.TEAM, "team_id");
		names.put(Dimension.CUSTOMER, "customer_id");
		names.put(Dimension.STATUS, "status");
		names.put(Dimension.USAGE_SOURCE, "usage_source");
		names.put(Dimension.COST_STATUS, "cost_status");
		names.put(Dimension.USER, "user_id");
		names.put(Dimension.CONVERSATION, "conversation_id");
		names.put(Dimension.TRACE, "trace_id");
		names.put(Dimension.RUN, "run_id");
		return names;
	}

}
