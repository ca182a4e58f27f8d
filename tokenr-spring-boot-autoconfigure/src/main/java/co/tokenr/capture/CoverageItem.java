package co.tokenr.capture;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * One thing in the application through which LLM calls are made, and how it is tracked.
 *
 * @param kind what it is, such as {@code chat_model} or {@code rest_client}
 * @param name its bean name, or the switch that is off
 * @param state whether its calls are counted
 * @param seam by what they are counted, {@code null} where they are not
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
	 * @param name the switch
	 * @param advice what to do
	 * @return the item
	 */
	public static CoverageItem off(String kind, String name, String advice) {
		return new CoverageItem(kind, name, State.OFF, null, advice);
	}

	/**
	 * Whether calls are counted.
	 */
	public enum State {

		/** They are. */
		TRACKED,

		/** They are made past us. */
		BYPASSED,

		/** They are not, by order of the application. */
		OFF;

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
