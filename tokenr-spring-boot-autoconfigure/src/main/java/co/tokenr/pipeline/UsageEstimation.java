package co.tokenr.pipeline;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import co.tokenr.usage.CapturedCall;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;

/**
 * Estimates usage that nobody reported, on one daemon thread that rests when there is
 * nothing to do, since counting tokens takes longer than a caller should wait. No call is
 * lost to it: one beyond its bound, or one still waiting when the application stops, goes
 * on as it was captured.
 */
public final class UsageEstimation implements SmartLifecycle {

	/** Before the reporter stops, so that what was estimated is still delivered. */
	static final int PHASE = ExecutorConfigurationSupport.DEFAULT_PHASE - 512;

	private static final int CAPACITY = 1024;

	private static final long KEEP_ALIVE_SECONDS = 5;

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

	private final BooleanSupplier enabled;

	private final PipelineCounts counts;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition idle = this.lock.newCondition();

	private final Deque<Task> waiting = new ArrayDeque<>();

	private final ExecutorService executor;

	private boolean busy;

	private boolean running;

	/**
	 * Creates an estimation.
	 * @param enabled whether missing usage is estimated, asked at each call
	 * @param counts counts failing estimates
	 */
	public UsageEstimation(BooleanSupplier enabled, PipelineCounts counts) {
		this.enabled = enabled;
		this.counts = counts;
		ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), UsageEstimation::thread);
		pool.allowCoreThreadTimeOut(true);
		this.executor = pool;
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(null, task, "tokenr-estimation", 0, false);
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Takes a call over.
	 * @param call a call that can be estimated
	 * @param then takes it, estimated where that went well, on another thread
	 * @return whether it was taken over; otherwise the caller goes on with it
	 */
	boolean submit(CapturedCall call, Consumer<CapturedCall> then) {
		if (!this.enabled.getAsBoolean()) {
			return false;
		}
		this.lock.lock();
		try {
			if (!this.running || this.waiting.size() >= CAPACITY) {
				return false;
			}
			this.waiting.addLast(new Task(call, then));
		}
		finally {
			this.lock.unlock();
		}
		this.executor.execute(this::estimateNext);
		return true;
	}

	private void estimateNext() {
		Task task = next();
		if (task == null) {
			return;
		}
		try {
			CapturedCall estimated = this.counts.guard(this, task.call()::estimated);
			task.then().accept((estimated != null) ? estimated : task.call());
		}
		finally {
			rest();
		}
	}

	private void rest() {
		this.lock.lock();
		try {
			this.busy = false;
			this.idle.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Task next() {
		this.lock.lock();
		try {
			Task task = this.waiting.pollFirst();
			this.busy = (task != null);
			return task;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until nothing is left to estimate.
	 * @param timeout how long to wait at the most
	 */
	public void await(Duration timeout) {
		this.lock.lock();
		try {
			long nanos = timeout.toNanos();
			while ((this.busy || !this.waiting.isEmpty()) && nanos > 0) {
				nanos = this.idle.awaitNanos(nanos);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void start() {
		setRunning(true);
	}

	@Override
	public void stop() {
		setRunning(false);
		await(STOP_TIMEOUT);
		for (Task task = next(); task != null; task = next()) {
			task.then().accept(task.call());
		}
	}

	private void setRunning(boolean running) {
		this.lock.lock();
		try {
			this.running = running;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean isRunning() {
		this.lock.lock();
		try {
			return this.running;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	private record Task(CapturedCall call, Consumer<CapturedCall> then) {
	}

}
