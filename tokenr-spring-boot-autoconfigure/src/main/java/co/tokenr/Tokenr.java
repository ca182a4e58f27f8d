package co.tokenr;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import co.tokenr.attribution.Attribution;
import co.tokenr.ledger.UsageTotals;
import co.tokenr.report.FlushResult;
import co.tokenr.usage.UsageEvent;

/**
 * The one bean to inject: tracks calls by hand, attributes what runs in a block, and
 * tells what was spent. Thread-safe. With {@code tokenr.enabled=false} every method works
 * and does nothing but run the code handed to it.
 */
public interface Tokenr {

	/**
	 * Records a call that nobody else sees, from counts at hand. A provider or model that
	 * is {@code null} or blank is recorded as {@code unknown}.
	 * @param provider who answered, such as {@code openai}
	 * @param model the model, such as {@code gpt-4o}
	 * @param details says the rest
	 */
	void track(String provider, String model, Consumer<TrackedCall> details);

	/**
	 * Runs a call that nobody else sees, times it and records it, failed or not. What it
	 * throws is passed on unchanged.
	 * @param <T> the type of the result
	 * @param <E> the type of what the call may throw
	 * @param provider who answers
	 * @param model the model that is asked for
	 * @param call the call; it is handed a {@link TrackedCall} to say the counts on
	 * @return the result of the call
	 * @throws E what the call throws
	 */
	<T, E extends Exception> T observe(String provider, String model, ObservedCall<T, E> call) throws E;

	/**
	 * Opens a scope: every call made inside it is attributed as said, and counted in its
	 * {@link TokenrScope#totals() totals}.
	 * @param attribution says to whom and to what
	 * @return the scope, to be closed on this thread
	 */
	TokenrScope scope(Consumer<Attribution.Builder> attribution);

	/**
	 * Returns the latest events of this instance.
	 * @return at most 100 events, latest first
	 */
	List<UsageEvent> latest();

	/**
	 * Returns the totals of this instance since its start.
	 * @return the totals
	 */
	UsageTotals totals();

	/**
	 * Delivers what is waiting now, instead of at the next interval.
	 * @param timeout how long to wait at the most
	 * @return what became of the events that were waiting
	 */
	FlushResult flush(Duration timeout);

	/**
	 * Has events sent again that a target has rejected for good, with the same ids and
	 * bytes.
	 * @param target name of the target, such as {@code tokenr}
	 * @return how many
	 * @throws IllegalArgumentException if there is no such target
	 */
	int requeue(String target);

	/**
	 * Tells whether tracking is on.
	 * @return whether calls are recorded
	 */
	boolean isEnabled();

	/**
	 * Switches tracking on or off until the application ends. A call that is under way
	 * when it is switched off is not recorded; what waits is delivered. Without effect
	 * where {@code tokenr.enabled} is {@code false}.
	 * @param enabled whether calls are recorded
	 */
	void setEnabled(boolean enabled);

	/**
	 * Tells whether a line is logged for each event.
	 * @return whether debugging is on
	 */
	boolean isDebug();

	/**
	 * Switches the line for each event on or off until the application ends.
	 * @param debug whether debugging is on
	 */
	void setDebug(boolean debug);

	/**
	 * Tells whether events leave for remote targets, such as the collector.
	 * @return whether remote delivery is on
	 */
	boolean isRemoteDelivery();

	/**
	 * Switches the delivery to remote targets on or off until the application ends. While
	 * it is off events wait as in an outage, with the same bounds, and are sent after it.
	 * @param remoteDelivery whether remote delivery is on
	 */
	void setRemoteDelivery(boolean remoteDelivery);

	/**
	 * A call that is timed and recorded.
	 *
	 * @param <T> the type of the result
	 * @param <E> the type of what it may throw
	 */
	@FunctionalInterface
	interface ObservedCall<T, E extends Exception> {

		/**
		 * Makes the call.
		 * @param call takes the counts, once they are known
		 * @return the result
		 * @throws E what goes wrong
		 */
		T call(TrackedCall call) throws E;

	}

}
