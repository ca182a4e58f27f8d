package co.tokenr.capture;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what goes wrong while a call is being looked at away from the application. Takes
 * everything, missing classes of an SDK included, but a {@link VirtualMachineError}: that
 * is not ours to hide. Each step that fails is told once as a warning and then at debug
 * level, by the type of its failure only, since a message may quote a prompt.
 * Thread-safe.
 */
public final class CaptureGuard {

	private static final Log logger = LogFactory.getLog(CaptureGuard.class);

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	/**
	 * Creates a guard that has warned of nothing yet.
	 */
	public CaptureGuard() {
	}

	/**
	 * Takes a step.
	 * @param step what is tried, as it completes the words "Could not"
	 * @param action the step
	 */
	public void run(String step, Runnable action) {
		try {
			action.run();
		}
		catch (Throwable ex) {
			swallow(step, ex);
		}
	}

	/**
	 * Takes a step that has a result.
	 * @param <T> the type of the result
	 * @param step what is tried, as it completes the words "Could not"
	 * @param action the step
	 * @param fallback the result where the step fails
	 * @return the result
	 */
	public <T extends @Nullable Object> T get(String step, Supplier<? extends T> action, T fallback) {
		try {
			return action.get();
		}
		catch (Throwable ex) {
			swallow(step, ex);
			return fallback;
		}
	}

	/**
	 * Takes note of a step that failed.
	 * @param step what was tried, as it completes the words "Could not"
	 * @param failure what was thrown, rethrown if it is a {@link VirtualMachineError}
	 */
	public void swallow(String step, Throwable failure) {
		if (failure instanceof VirtualMachineError error) {
			throw error;
		}
		boolean first = this.warned.add(step);
		if (first || logger.isDebugEnabled()) {
			String message = "Could not " + step + ": " + failure.getClass().getName() + place(failure)
					+ ". The application's call is not affected.";
			if (first) {
				logger.warn(message);
			}
			else {
				logger.debug(message);
			}
		}
	}

	private static String place(Throwable failure) {
		StackTraceElement[] trace = failure.getStackTrace();
		return (trace.length > 0) ? " at " + trace[0] : "";
	}

}
