package co.tokenr;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

import co.tokenr.report.FlushResult;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Changes how the application is tracked while it runs, and tells of each change. What is
 * so already changes nothing and is not told. Thread-safe.
 */
public final class TokenrControl {

	private static final Log logger = LogFactory.getLog(TokenrControl.class);

	private final TokenrSwitches switches;

	private final DeliveryControl delivery;

	private final Consumer<TokenrControlEvent> listener;

	/**
	 * Creates the control.
	 * @param switches what it switches
	 * @param delivery the delivery
	 * @param listener told of each change
	 */
	public TokenrControl(TokenrSwitches switches, DeliveryControl delivery, Consumer<TokenrControlEvent> listener) {
		this.switches = switches;
		this.delivery = delivery;
		this.listener = listener;
	}

	/**
	 * Tells whether tracking is on.
	 * @return whether calls are recorded
	 */
	public boolean isEnabled() {
		return this.switches.isEnabled();
	}

	/**
	 * Switches tracking on or off. A call that is under way when it is switched off is
	 * not recorded; what waits is delivered.
	 * @param enabled whether calls are recorded
	 * @param principal who asks for it, {@code null} where that is not known
	 */
	public synchronized void setEnabled(boolean enabled, @Nullable String principal) {
		if (this.switches.setEnabled(enabled)) {
			tell(enabled ? TokenrControlEvent.TRACKING_ENABLED : TokenrControlEvent.TRACKING_DISABLED, principal,
					Map.of());
		}
	}

	/**
	 * Tells whether debugging is on.
	 * @return whether a line is logged for each event
	 */
	public boolean isDebug() {
		return this.switches.isDebug();
	}

	/**
	 * Switches the line for each event on or off.
	 * @param debug whether a line is logged for each event
	 * @param principal who asks for it, {@code null} where that is not known
	 */
	public synchronized void setDebug(boolean debug, @Nullable String principal) {
		if (this.switches.setDebug(debug)) {
			tell(debug ? TokenrControlEvent.DEBUG_ENABLED : TokenrControlEvent.DEBUG_DISABLED, principal, Map.of());
		}
	}

	/**
	 * Tells whether remote delivery is on.
	 * @return whether events leave for remote targets
	 */
	public boolean isRemoteDelivery() {
		return !this.delivery.isHeld();
	}

	/**
	 * Switches remote delivery on or off. While it is off events wait as in an outage.
	 * @param remoteDelivery whether events leave for remote targets
	 * @param principal who asks for it, {@code null} where that is not known
	 */
	public synchronized void setRemoteDelivery(boolean remoteDelivery, @Nullable String principal) {
		if (isRemoteDelivery() != remoteDelivery) {
			this.delivery.setHeld(!remoteDelivery);
			tell(remoteDelivery ? TokenrControlEvent.DELIVERY_RESUMED : TokenrControlEvent.DELIVERY_PAUSED, principal,
					Map.of());
		}
	}

	/**
	 * Delivers what is waiting now.
	 * @param timeout how long to wait at the most
	 * @param principal who asks for it, {@code null} where that is not known
	 * @return what became of the events that were waiting
	 */
	public FlushResult flush(Duration timeout, @Nullable String principal) {
		FlushResult result = this.delivery.flush(timeout);
		tell(TokenrControlEvent.DELIVERY_FLUSHED, principal, Map.of("accepted", result.accepted(), "rejected",
				result.rejected(), "dropped", result.dropped(), "waiting", result.waiting()));
		return result;
	}

	/**
	 * Has the dead letters of a target sent again.
	 * @param target name of the target
	 * @param principal who asks for it, {@code null} where that is not known
	 * @return how many
	 * @throws IllegalArgumentException if there is no such target
	 */
	public int requeue(String target, @Nullable String principal) {
		int events = this.delivery.requeue(target);
		tell(TokenrControlEvent.DEAD_LETTERS_REQUEUED, principal, Map.of("target", target, "events", events));
		return events;
	}

	private void tell(String type, @Nullable String principal, Map<String, Object> data) {
		try {
			this.listener.accept(new TokenrControlEvent(type, principal, data));
		}
		catch (RuntimeException ex) {
			logger.warn(type + " was done, and a listener failed with " + ex.getClass().getName());
		}
	}

}
