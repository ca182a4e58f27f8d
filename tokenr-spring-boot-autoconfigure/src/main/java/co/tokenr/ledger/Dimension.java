package co.tokenr.ledger;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * By what usage is filtered and summed up: one of the constants, or a tag.
 *
 * @param name the name in queries and on the wire, such as {@code feature} or
 * {@code tag:region}
 */
public record Dimension(String name) {

	/** By service. */
	public static final Dimension SERVICE = new Dimension("service");

	/** By environment. */
	public static final Dimension ENVIRONMENT = new Dimension("environment");

	/** By provider. */
	public static final Dimension PROVIDER = new Dimension("provider");

	/** By the model that answered or, where the answer is silent, was asked for. */
	public static final Dimension MODEL = new Dimension("model");

	/** By operation. */
	public static final Dimension OPERATION = new Dimension("operation");

	/** By agent. */
	public static final Dimension AGENT = new Dimension("agent");

	/** By feature. */
	public static final Dimension FEATURE = new Dimension("feature");

	/** By team. */
	public static final Dimension TEAM = new Dimension("team");

	/** By customer. */
	public static final Dimension CUSTOMER = new Dimension("customer");

	/** By user. */
	public static final Dimension USER = new Dimension("user");

	/** By how calls ended. */
	public static final Dimension STATUS = new Dimension("status");

	/**
	 * By where the token counts come from: {@code provider}, {@code missing} and so on.
	 */
	public static final Dimension USAGE_SOURCE = new Dimension("usage_source");

	/**
	 * By how far the amount can be trusted: {@code exact}, {@code unpriced} and so on.
	 */
	public static final Dimension COST_STATUS = new Dimension("cost_status");

	/** By conversation. */
	public static final Dimension CONVERSATION = new Dimension("conversation");

	/** By trace. */
	public static final Dimension TRACE = new Dimension("trace");

	/** By run: the turn that calls are rounds of. */
	public static final Dimension RUN = new Dimension("run");

	private static final String TAG = "tag:";

	private static final Map<String, Dimension> NAMED = named(SERVICE, ENVIRONMENT, PROVIDER, MODEL, OPERATION, AGENT,
			FEATURE, TEAM, CUSTOMER, USER, STATUS, USAGE_SOURCE, COST_STATUS, CONVERSATION, TRACE, RUN);

	/**
	 * Returns the dimension of a name.
	 * @param name the name, such as {@code feature} or {@code tag:region}
	 * @return the dimension
	 * @throws IllegalArgumentException if there is no such dimension
	 */
	public static Dimension of(String name) {
		Dimension known = NAMED.get(name);
		if (known != null) {
			return known;
		}
		if (name.startsWith(TAG) && name.length() > TAG.length()) {
			return new Dimension(name);
		}
		throw new IllegalArgumentException("There is no dimension '" + name + "'. Use one of "
				+ String.join(", ", NAMED.keySet()) + ", or tag:<key> for a tag");
	}

	/**
	 * Returns all dimensions that are no tags.
	 * @return the dimensions
	 */
	public static List<Dimension> all() {
		return List.copyOf(NAMED.values());
	}

	/**
	 * Returns the key of the tag.
	 * @return the key, {@code null} where this is no tag
	 */
	public @Nullable String tagKey() {
		return this.name.startsWith(TAG) ? this.name.substring(TAG.length()) : null;
	}

	@Override
	public String toString() {
		return this.name;
	}

	private static Map<String, Dimension> named(Dimension... dimensions) {
		Map<String, Dimension> named = new LinkedHashMap<>();
		Arrays.stream(dimensions).forEach((dimension) -> named.put(dimension.name, dimension));
		return named;
	}

}
