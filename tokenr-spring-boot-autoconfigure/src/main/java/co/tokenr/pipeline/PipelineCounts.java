package co.tokenr.pipeline;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Counts what happens to calls beside becoming an event, and keeps failures of extensions
 * away from the application: each is counted and logged once per kind. Thread-safe.
 */
public final class PipelineCounts {

	private static final Log logger = LogFactory.getLog(PipelineCounts.class);

	private static final int MAX_KINDS = 256;

	private final LongAdder duplicates = new LongAdder();

	private final LongAdder vetoed = new LongAdder();

	private final LongAdder failures = new LongAdder();

	private final LongAdder undispatched = new LongAdder();

	private final Map<String, Boolean> kinds = new ConcurrentHashMap<>();

	void duplicate() {
		this.duplicates.increment();
	}

	void vetoed() {
		this.vetoed.increment();
	}

	void undispatched() {
		this.undispatched.increment();
	}

	/**
	 * Runs an extension and keeps what it throws, errors such as a failed assertion
	 * included. Only what says that this JVM is broken passes.
	 * @param <T> the type of its result
	 * @param extension the extension, for the log
	 * @param call how to call it
	 * @return its result, {@code null} where it failed
	 */
	<T> @Nullable T guard(Object extension, Supplier<@Nullable T> call) {
		try {
			return call.get();
		}
		catch (Throwable ex) {
			failed(extension, ex);
			return null;
		}
	}

	void guard(Object extension, Runnable call) {
		this.<Boolean>guard(extension, () -> {
			call.run();
			return Boolean.TRUE;
		});
	}

	/**
	 * Counts what an extension threw, or lets it pass where it says that this JVM is
	 * broken.
	 * @param extension the extension, for the log
	 * @param failure what it threw
	 */
	void failed(Object extension, Throwable failure) {
		if (failure instanceof VirtualMachineError error && !(failure instanceof StackOverflowError)) {
			throw error;
		}
		this.failures.increment();
		String kind = extension.getClass().getName() + " " + failure.getClass().getName();
		if (this.kinds.size() < MAX_KINDS && this.kinds.putIfAbsent(kind, Boolean.TRUE) == null) {
			// the type and the place, not the message: it may quote a prompt
			logger.warn(
					"Usage extension " + extension.getClass().getName() + " failed with " + failure.getClass().getName()
							+ place(failure) + "; further failures of this kind are only counted");
		}
	}

	private static String place(Throwable failure) {
		StackTraceElement[] trace = failure.getStackTrace();
		return (trace.length > 0) ? " at " + trace[0] : "";
	}

	/**
	 * Returns how many round trips were signalled again and left out.
	 * @return the count since the start
	 */
	public long duplicates() {
		return this.duplicates.sum();
	}

	/**
	 * Returns how many round trips a customizer kept from being published.
	 * @return the count since the start
	 */
	public long vetoes() {
		return this.vetoed.sum();
	}

	/**
	 * Returns how often a listener, a customizer or the price book threw.
	 * @return the count since the start
	 */
	public long failures() {
		return this.failures.sum();
	}

	/**
	 * Returns how many events the application's listeners missed because they were too
	 * slow.
	 * @return the count since the start
	 */
	public long undispatchedEvents() {
		return this.undispatched.sum();
	}

}
