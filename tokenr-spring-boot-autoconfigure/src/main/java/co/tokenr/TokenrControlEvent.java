package co.tokenr;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Published to the application's listeners after somebody has changed how it is tracked,
 * by {@link Tokenr} or by an actuator endpoint. Where actuator is there it becomes an
 * audit event.
 *
 * @param type what was done, such as {@code TOKENR_DELIVERY_PAUSED}
 * @param principal the name of who asked for it, {@code null} where that is not known
 * here
 * @param data further facts: numbers and names of targets
 */
public record TokenrControlEvent(String type, @Nullable String principal, Map<String, Object> data) {

	/** Tracking was switched on. */
	public static final String TRACKING_ENABLED = "TOKENR_TRACKING_ENABLED";

	/** Tracking was switched off. */
	public static final String TRACKING_DISABLED = "TOKENR_TRACKING_DISABLED";

	/** The line for each event was switched on. */
	public static final String DEBUG_ENABLED = "TOKENR_DEBUG_ENABLED";

	/** The line for each event was switched off. */
	public static final String DEBUG_DISABLED = "TOKENR_DEBUG_DISABLED";

	/** Remote delivery was switched off. */
	public static final String DELIVERY_PAUSED = "TOKENR_DELIVERY_PAUSED";

	/** Remote delivery was switched on again. */
	public static final String DELIVERY_RESUMED = "TOKENR_DELIVERY_RESUMED";

	/**
	 * What waited was sent: {@code accepted}, {@code rejected}, {@code dropped},
	 * {@code waiting}.
	 */
	public static final String DELIVERY_FLUSHED = "TOKENR_DELIVERY_FLUSHED";

	/** Dead letters are sent again: {@code target}, {@code events}. */
	public static final String DEAD_LETTERS_REQUEUED = "TOKENR_DEAD_LETTERS_REQUEUED";

}
