package co.tokenr.capture;

import org.jspecify.annotations.Nullable;

/**
 * Says who counts a call: while a claim is open, the seam that opened it does, and seams
 * further down the way to the provider stand aside. Open on the thread of a call, and for
 * a stream as the key {@link #KEY} of its Reactor context. Claims of one thread may be
 * closed in any order.
 */
public final class CallClaim implements AutoCloseable {

	/** Key of the Reactor context; any value means that a claim is open. */
	public static final String KEY = "tokenr.claim";

	private static final ThreadLocal<int[]> OPEN = new ThreadLocal<>();

	private boolean closed;

	private CallClaim() {
		int[] open = OPEN.get();
		if (open == null) {
			OPEN.set(new int[] { 1 });
		}
		else {
			open[0]++;
		}
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
		return OPEN.get() != null;
	}

	/**
	 * Ends the claim. Closing twice has no effect.
	 */
	@Override
	public void close() {
		int @Nullable [] open = OPEN.get();
		if (this.closed || open == null) {
			return;
		}
		this.closed = true;
		if (--open[0] == 0) {
			OPEN.remove();
		}
	}

}
