package co.tokenr.capture;

import org.jspecify.annotations.Nullable;

/**
 * Says who counts a call: while a claim is open, the seam that opened it does, and seams
 * further down the way to the provider stand aside. Open on the thread of a call, and for
 * a stream as the key {@link #KEY} of its Reactor context.
 */
public final class CallClaim implements AutoCloseable {

	/** Key of the Reactor context; any value means that a claim is open. */
	public static final String KEY = "tokenr.claim";

	private static final ThreadLocal<CallClaim> CURRENT = new ThreadLocal<>();

	private final @Nullable CallClaim outer;

	private CallClaim() {
		this.outer = CURRENT.get();
		CURRENT.set(this);
	}

	/**
	 * Opens a claim on the current thread.
	 * @return the claim, to be closed on this thread
	 */
	public static CallClaim open() {
		return new CallClaim();
	}

	/**
	 * Tells whether a claim is open on the current thread.
	 * @return whether another seam counts the calls made here
	 */
	public static boolean isOpen() {
		return CURRENT.get() != null;
	}

	/**
	 * Ends the claim.
	 */
	@Override
	public void close() {
		if (this.outer != null) {
			CURRENT.set(this.outer);
		}
		else {
			CURRENT.remove();
		}
	}

}
