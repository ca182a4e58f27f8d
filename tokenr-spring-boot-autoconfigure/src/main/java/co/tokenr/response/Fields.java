package co.tokenr.response;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What was kept of JSON: scalars by their path, such as
 * {@code usage.prompt_tokens_details.cached_tokens}, numbers as they were written. Nulls
 * and empty texts are never kept, so that none can hide what was said before. The element
 * count of a kept array stands at its path followed by {@code []}. Bounded in number.
 */
final class Fields {

	private static final int MAX_FIELDS = 512;

	private final Map<String, String> values = new HashMap<>();

	void put(String path, String value) {
		if (!value.isBlank() && (this.values.size() < MAX_FIELDS || this.values.containsKey(path))) {
			this.values.put(path, value);
		}
	}

	/** Adds to the number at a path. */
	void add(String path, long amount) {
		String before = this.values.get(path);
		if (amount == 1 && (before == null || before.equals("0"))) {
			// the choices of a chunk, nearly always
			put(path, "1");
			return;
		}
		Long count = ReportedNumber.count(before);
		put(path, Long.toString(Math.min(((count != null) ? count : 0) + amount, ReportedNumber.LIMIT)));
	}

	/**
	 * Begins an array anew: the elements of an earlier one at its path are gone.
	 * @param elements where they are counted: the path, followed by {@code []}
	 */
	void startArray(String path, String elements) {
		this.values.keySet()
			.removeIf((key) -> key.startsWith(path) && key.startsWith("[", path.length()) && !key.startsWith(elements));
		put(elements, "0");
	}

	/**
	 * Takes what a later document says: the last value of a field wins, an array of which
	 * all was kept is replaced as a whole.
	 */
	void merge(Fields later) {
		for (String path : later.values.keySet()) {
			if (path.endsWith("[]")) {
				startArray(path.substring(0, path.length() - 2), path);
			}
		}
		later.values.forEach(this::put);
	}

	/** Says what another one says, and nothing else. */
	void copy(Fields other) {
		this.values.clear();
		this.values.putAll(other.values);
	}

	/** Whether another one says the same. */
	boolean same(Fields other) {
		return this.values.equals(other.values);
	}

	/**
	 * Moves what is below a prefix to the root, where what stands there already wins.
	 * @param prefix the path to take away, ending in a dot
	 */
	void lift(String prefix) {
		if (!has(prefix)) {
			return;
		}
		boolean usage = has("usage.");
		for (String path : List.copyOf(this.values.keySet())) {
			if (path.startsWith(prefix)) {
				String value = Objects.requireNonNull(this.values.remove(path));
				String lifted = path.substring(prefix.length());
				if (!(usage && lifted.startsWith("usage."))) {
					this.values.putIfAbsent(lifted, value);
				}
			}
		}
	}

	/** Drops what is below a prefix. */
	void drop(String prefix) {
		this.values.keySet().removeIf((key) -> key.startsWith(prefix));
	}

	void clear() {
		this.values.clear();
	}

	int size() {
		return this.values.size();
	}

	boolean isEmpty() {
		return this.values.isEmpty();
	}

	/** Whether anything was said whose path begins so. */
	boolean has(String prefix) {
		for (String key : this.values.keySet()) {
			if (key.startsWith(prefix)) {
				return true;
			}
		}
		return false;
	}

	/** Whether a usage holds a number below zero. */
	boolean hasNegativeUsage() {
		return this.values.keySet().stream().filter((path) -> path.startsWith("usage")).anyMatch((path) -> {
			Long count = count(path);
			return count != null && count < 0;
		});
	}

	/** The value at the first of these paths that has one. */
	@Nullable String text(String... paths) {
		for (String path : paths) {
			String value = this.values.get(path);
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	/** Whether the value at a path is exactly this one. */
	boolean is(String path, String value) {
		return value.equals(this.values.get(path));
	}

	/** The count at the first of these paths that has one. */
	@Nullable Long count(String... paths) {
		for (String path : paths) {
			Long count = ReportedNumber.count(this.values.get(path));
			if (count != null) {
				return count;
			}
		}
		return null;
	}

	/** The amount at the first of these paths that has one. */
	@Nullable BigDecimal decimal(String... paths) {
		for (String path : paths) {
			BigDecimal amount = ReportedNumber.decimal(this.values.get(path));
			if (amount != null) {
				return amount;
			}
		}
		return null;
	}

	/** How many elements the array at a path was seen to have. */
	int elements(String path) {
		Long count = count(path + "[]");
		return (count != null) ? count.intValue() : 0;
	}

}
