package co.tokenr.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Bounds the distinct values of one tag: the first ones keep their names, the rest become
 * {@code other}.
 */
final class BoundedValues {

	static final String NONE = "none";

	static final String OTHER = "other";

	private final int max;

	private final Map<String, String> values = new ConcurrentHashMap<>();

	BoundedValues(int max) {
		this.max = max;
	}

	String bound(@Nullable String value) {
		if (value == null || value.isEmpty()) {
			return NONE;
		}
		String known = this.values.get(value);
		if (known != null) {
			return known;
		}
		if (this.values.size() >= this.max) {
			return OTHER;
		}
		this.values.put(value, value);
		return value;
	}

}
