package co.tokenr.capture;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One thing in the application through which LLM calls are made or attributed, and how it
 * is tracked.
 *
 * @param kind what it is, such as {@code chat_model} or {@code rest_client}
 * @param name its bean name
 * @param state whether its calls are counted
 * @param seam by what they are counted, as events name it; {@code null} where they are
 * not
 * @param advice what to do, {@code null} where there is nothing to do
 */
public record CoverageItem(String kind, String name, State state, @Nullable String seam, @Nullable String advice) {

	/**
	 * Tells of something whose calls are counted.
	 * @param kind what it is
	 * @param name its name
	 * @param seam by what they are counted
	 * @return the item
	 */
	public static CoverageItem tracked(String kind, String name, String seam) {
		return new CoverageItem(kind, name, State.TRACKED, seam, null);
	}

	/**
	 * Tells of something whose calls are counted, but not in every respect.
	 * @param kind what it is
	 * @param name its name
	 * @param seam by what they are counted
	 * @param advice what is missing, and what to do
	 * @return the item
	 */
	public static CoverageItem partial(String kind, String name, String seam, String advice) {
		return new CoverageItem(kind, name, State.PARTIAL, seam, advice);
	}

	/**
	 * Tells of something whose calls are made past us.
	 * @param kind what it is
	 * @param name its name
	 * @param advice what to do
	 * @return the item
	 */
	public static CoverageItem bypassed(String kind, String name, String advice) {
		return new CoverageItem(kind, name, State.BYPASSED, null, advice);
	}

	/**
	 * Tells of something that was switched off.
	 * @param kind what it is
	 * @param name its name
	 * @param property the property that did it
	 * @return the item
	 */
	public static CoverageItem off(String kind, String name, String property) {
		return new CoverageItem(kind, name, State.OFF, null, "Switched off by " + property + ".");
	}

	/**
	 * Tells of something that does not show whether its calls are counted.
	 * @param kind what it is
	 * @param name its name
	 * @param advice why not, and what to do
	 * @return the item
	 */
	public static CoverageItem unknown(String kind, String name, String advice) {
		return new CoverageItem(kind, name, State.UNKNOWN, null, advice);
	}

	/**
	 * Returns the item as it is shown.
	 * @return its fields by name, those without a value left out
	 */
	public Map<String, Object> document() {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("kind", this.kind);
		document.put("name", this.name);
		document.put("state", this.state.value());
		if (this.seam != null) {
			document.put("seam", this.seam);
		}
		if (this.advice != null) {
			document.put("advice", this.advice);
		}
		return document;
	}

	/**
	 * Whether calls are counted.
	 */
	public enum State {

		/** They are. */
		TRACKED,

		/** They are, with less than could be known of them. */
		PARTIAL,

		/** They are made past us. */
		BYPASSED,

		/** They are not, by order of the application. */
		OFF,

		/** Nobody can tell, or not yet. */
		UNKNOWN;

		private final String value = name().toLowerCase(Locale.ROOT);

		/**
		 * Returns the value on the wire.
		 * @return the name in lower case
		 */
		public String value() {
			return this.value;
		}

	}

}
