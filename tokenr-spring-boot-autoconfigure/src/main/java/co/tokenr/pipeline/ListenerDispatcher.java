package co.tokenr.pipeline;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageListener;

/**
 * Calls the application's listeners one event after another on one daemon thread, which
 * starts with the first event and rests when there is none. Events beyond the bound are
 * dropped for these listeners and counted.
 */
final class ListenerDispatcher implements AutoCloseable {

	private static final int CAPACITY = 4096;

	private static final long KEEP_ALIVE_SECONDS = 5;

	private static final long CLOSE_SECONDS = 2;

	private final PipelineCounts counts;

	private final ThreadPoolExecutor executor;

	ListenerDispatcher(PipelineCounts counts) {
		this.counts = counts;
		this.executor = new ThreadPoolExecutor(1, 1, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new ArrayBlockingQueue<>(CAPACITY), ListenerDispatcher::thread,
				(task, executor) -> counts.undispatched());
		this.executor.allowCoreThreadTimeOut(true);
	}

	void dispatch(UsageEvent event, List<UsageListener> listeners) {
		for (UsageListener listener : listeners) {
			if (isListening(listener)) {
				this.executor.execute(() -> tellAll(event, listeners));
				return;
			}
		}
	}

	private boolean isListening(UsageListener listener) {
		try {
			return listener.isListening();
		}
		catch (Throwable ex) {
			this.counts.failed(listener, ex);
			return false;
		}
	}

	private void tellAll(UsageEvent event, List<UsageListener> listeners) {
		for (UsageListener listener : listeners) {
			if (isListening(listener)) {
				this.counts.guard(listener, () -> listener.onUsage(event));
			}
		}
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "tokenr-listeners");
		thread.setDaemon(true);
		return thread;
	}

	@Override
	public void close() {
		this.executor.shutdown();
		try {
			if (!this.executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
				giveUp();
			}
		}
		catch (InterruptedException ex) {
			giveUp();
			Thread.currentThread().interrupt();
		}
	}

	private void giveUp() {
		this.executor.shutdownNow().forEach((task) -> this.counts.undispatched());
	}

}
