package co.tokenr;

/**
 * What can be switched on and off while the application runs. Read by every seam at each
 * call. Thread-safe.
 */
public final class TokenrSwitches {

	private final boolean available;

	private volatile boolean enabled;

	private volatile boolean debug;

	/**
	 * Creates the switches.
	 * @param enabled whether tracking is on; where it is off at the start it stays off
	 * @param debug whether a line is logged for each event
	 */
	public TokenrSwitches(boolean enabled, boolean debug) {
		this.available = enabled;
		this.enabled = enabled;
		this.debug = debug;
	}

	/**
	 * Tells whether tracking is on.
	 * @return whether calls are recorded
	 */
	public boolean isEnabled() {
		return this.enabled;
	}

	boolean setEnabled(boolean enabled) {
		boolean before = this.enabled;
		this.enabled = enabled && this.available;
		return this.enabled != before;
	}

	/**
	 * Tells whether debugging is on.
	 * @return whether a line is logged for each event
	 */
	public boolean isDebug() {
		return this.debug;
	}

	boolean setDebug(boolean debug) {
		boolean before = this.debug;
		this.debug = debug;
		return debug != before;
	}

}
