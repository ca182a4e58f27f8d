package co.tokenr.pricing;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a price card has a rate for. Tokens are charged by the million, and those without
 * a rate take that of their parent; everything else is charged singly and has no parent.
 */
public enum PriceUnit {

	/** Input tokens, those without a rate of their own included. */
	INPUT(null),

	/** Input tokens served from a cache. */
	CACHE_READ(INPUT),

	/** Input tokens written to a cache. */
	CACHE_WRITE(INPUT),

	/** Input tokens written to a cache of one hour. */
	CACHE_WRITE_1H(CACHE_WRITE),

	/** Input tokens of audio. */
	AUDIO_INPUT(INPUT),

	/** Input tokens of images. */
	IMAGE_INPUT(INPUT),

	/** Output tokens, those without a rate of their own included. */
	OUTPUT(null),

	/** Output tokens of reasoning. */
	REASONING(OUTPUT),

	/** Output tokens of audio. */
	AUDIO_OUTPUT(OUTPUT),

	/** Output tokens of images. */
	IMAGE_OUTPUT(OUTPUT),

	/** Images made. */
	IMAGE(1),

	/** Seconds of audio. */
	SECOND(1),

	/** Characters of text. */
	CHARACTER(1),

	/** Search units. */
	SEARCH_UNIT(1),

	/** Searches of the web by the provider's own tool. */
	WEB_SEARCH(1),

	/** Other calls of the provider's own tools. */
	TOOL_CALL(1),

	/** The round trip itself, unless it failed. */
	REQUEST(1);

	private static final Map<String, PriceUnit> BY_NAME = new HashMap<>();

	static {
		for (PriceUnit unit : values()) {
			BY_NAME.put(unit.value, unit);
		}
	}

	private final String value = name().toLowerCase(Locale.ROOT);

	private final @Nullable PriceUnit parent;

	private final long per;

	PriceUnit(@Nullable PriceUnit parent) {
		this.parent = parent;
		this.per = 1_000_000;
	}

	PriceUnit(long per) {
		this.parent = null;
		this.per = per;
	}

	/**
	 * Returns the name in price files and costs.
	 * @return the name in snake case
	 */
	public String value() {
		return this.value;
	}

	/**
	 * Returns how many units a rate is the price of.
	 * @return a million or one
	 */
	public long per() {
		return this.per;
	}

	/**
	 * Returns the unit whose rate holds where this one has none.
	 * @return the parent, {@code null} where there is none
	 */
	@Nullable PriceUnit parent() {
		return this.parent;
	}

	/**
	 * Tells whether tokens are counted.
	 * @return {@code false} for what is charged singly
	 */
	boolean isToken() {
		return this.per > 1;
	}

	/**
	 * Tells whether input is counted that a cache had or took.
	 */
	boolean isCached() {
		return this == CACHE_READ || this == CACHE_WRITE || this == CACHE_WRITE_1H;
	}

	static @Nullable PriceUnit named(String name) {
		return BY_NAME.get(name);
	}

}
