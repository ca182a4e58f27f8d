package co.tokenr.attribution;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Tags whose number and length are bounded, looked through once and not again when they
 * are laid over each other. Immutable.
 */
final class LimitedTags extends AbstractMap<String, String> {

	static final int MAX = 50;

	private static final LimitedTags NONE = new LimitedTags(Map.of(), false);

	private final Map<String, String> tags;

	private final boolean truncated;

	private final int length;

	private LimitedTags(Map<String, String> tags, boolean truncated) {
		this.tags = Collections.unmodifiableMap(tags);
		this.truncated = truncated;
		this.length = tags.entrySet().stream().mapToInt((tag) -> tag.getKey().length() + tag.getValue().length()).sum();
	}

	/**
	 * Bounds tags. A {@code null} key or value is left out.
	 * @param tags anything, since generics do not keep other types out
	 */
	static LimitedTags of(Map<?, ?> tags) {
		if (tags instanceof LimitedTags limited) {
			return limited;
		}
		if (tags.isEmpty()) {
			return NONE;
		}
		Map<String, String> kept = new LinkedHashMap<>();
		boolean truncated = false;
		for (Map.Entry<?, ?> entry : tags.entrySet()) {
			if (entry.getKey() != null && entry.getValue() != null) {
				String key = entry.getKey().toString();
				String value = entry.getValue().toString();
				truncated |= TextLimits.exceeds(key, TextLimits.KEY) || TextLimits.exceeds(value, TextLimits.VALUE);
				truncated |= !put(kept, TextLimits.fitText(key, TextLimits.KEY),
						TextLimits.fitText(value, TextLimits.VALUE));
			}
		}
		return new LimitedTags(kept, truncated);
	}

	/**
	 * Lays nearer tags over these: their values win, and these are kept where there are
	 * too many.
	 */
	LimitedTags overlaidBy(LimitedTags nearer) {
		if (nearer.isEmpty() || isEmpty()) {
			return nearer.isEmpty() ? this : nearer;
		}
		Map<String, String> merged = new LinkedHashMap<>(this.tags);
		boolean complete = true;
		for (Map.Entry<String, String> entry : nearer.tags.entrySet()) {
			complete &= put(merged, entry.getKey(), entry.getValue());
		}
		return new LimitedTags(merged, this.truncated || nearer.truncated || !complete);
	}

	/**
	 * Returns these tags without those of a name.
	 */
	LimitedTags without(Set<String> names) {
		if (Collections.disjoint(this.tags.keySet(), names)) {
			return this;
		}
		Map<String, String> kept = new LinkedHashMap<>(this.tags);
		kept.keySet().removeAll(names);
		return new LimitedTags(kept, this.truncated);
	}

	private static boolean put(Map<String, String> tags, String key, String value) {
		if (tags.size() >= MAX && !tags.containsKey(key)) {
			return false;
		}
		tags.put(key, value);
		return true;
	}

	/**
	 * Tells whether something was cut or left out.
	 */
	boolean truncated() {
		return this.truncated;
	}

	@Override
	public @Nullable String get(@Nullable Object key) {
		return this.tags.get(key);
	}

	/** How many characters all keys and values have. */
	int length() {
		return this.length;
	}

	@Override
	public int size() {
		return this.tags.size();
	}

	@Override
	public boolean containsKey(@Nullable Object key) {
		return this.tags.containsKey(key);
	}

	@Override
	public Set<Map.Entry<String, String>> entrySet() {
		return this.tags.entrySet();
	}

}
