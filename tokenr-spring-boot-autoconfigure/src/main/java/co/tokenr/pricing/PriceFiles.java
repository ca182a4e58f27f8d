package co.tokenr.pricing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * The price files of the application. Read as a whole when created, and again on a daemon
 * thread when one of them changes; what cannot be used then is reported and changes
 * nothing. Without a file that can change there is no thread.
 */
public final class PriceFiles implements SmartLifecycle {

	/** How often files are looked at. */
	public static final Duration INTERVAL = Duration.ofSeconds(15);

	private static final Log logger = LogFactory.getLog(PriceFiles.class);

	private final List<PriceLocation> locations = new ArrayList<>();

	private final Duration interval;

	private final AtomicLong failures = new AtomicLong();

	private volatile List<PriceFile> files;

	private final List<Consumer<List<PriceFile>>> listeners = new ArrayList<>();

	private final List<Runnable> observers = new ArrayList<>();

	private @Nullable Thread watch;

	/**
	 * Reads files.
	 * @param locations where they are, each beginning with {@code classpath:} or
	 * {@code file:}; a later one goes before an earlier
	 * @param interval how often they are looked at
	 * @throws PriceFileException if one of them cannot be used
	 */
	public PriceFiles(List<String> locations, Duration interval) {
		this.interval = interval;
		List<PriceFile> read = new ArrayList<>();
		for (String each : locations) {
			PriceLocation location = new PriceLocation(each);
			this.locations.add(location);
			location.isChanged();
			PriceFile file = location.read();
			log(file);
			read.add(file);
		}
		this.files = List.copyOf(read);
	}

	List<PriceFile> files() {
		return this.files;
	}

	synchronized void onChange(Consumer<List<PriceFile>> listener) {
		this.listeners.add(listener);
	}

	/**
	 * Tells when prices have changed.
	 * @param observer is called on the thread that reads files
	 */
	public synchronized void onChange(Runnable observer) {
		this.observers.add(observer);
	}

	/**
	 * Returns how often a file that had changed could not be used.
	 * @return the count since the start
	 */
	public long failures() {
		return this.failures.get();
	}

	/**
	 * Looks at the files now, and reads those that have changed.
	 */
	public synchronized void refresh() {
		List<PriceFile> current = new ArrayList<>(this.files);
		boolean changed = false;
		for (int i = 0; i < current.size(); i++) {
			PriceFile file = changed(this.locations.get(i), current.get(i));
			if (file != null) {
				current.set(i, file);
				changed = true;
			}
		}
		if (changed) {
			this.files = List.copyOf(current);
			this.listeners.forEach((listener) -> listener.accept(this.files));
			this.observers.forEach(Runnable::run);
		}
	}

	private @Nullable PriceFile changed(PriceLocation location, PriceFile before) {
		try {
			if (!location.isChanged()) {
				return null;
			}
			PriceFile file = location.read();
			if (file.models() * 2 < before.models()) {
				throw new PriceFileException(file.name(), 0, "More than half of its models are gone: " + file.models()
						+ " are left of " + before.models() + "; restart the application if that is meant", null);
			}
			log(file);
			return file;
		}
		catch (RuntimeException ex) {
			this.failures.incrementAndGet();
			logger.warn("Changed prices are not used, those read before stay: " + ex.getMessage());
			return null;
		}
	}

	private static void log(PriceFile file) {
		int ignored = file.ignoredKeys().values().stream().mapToInt(Integer::intValue).sum();
		logger.info("Prices of " + file.models() + " models read from " + file.name() + ", version " + file.version()
				+ ((ignored > 0) ? "; not understood: " + ignored + " prices in " + file.ignoredKeys().size()
						+ " kinds of keys, and so " + file.skippedModels() + " models left out" : ""));
	}

	@Override
	public synchronized void start() {
		if (this.watch == null && canChange()) {
			Thread thread = new Thread(null, this::watch, "tokenr-prices", 0, false);
			thread.setDaemon(true);
			thread.start();
			this.watch = thread;
		}
	}

	private boolean canChange() {
		for (PriceLocation location : this.locations) {
			if (location.canChange()) {
				return true;
			}
		}
		return false;
	}

	private void watch() {
		try {
			while (true) {
				Thread.sleep(this.interval.toMillis());
				refreshSafely();
			}
		}
		catch (InterruptedException ex) {
			// stopped
		}
	}

	private void refreshSafely() {
		try {
			refresh();
		}
		catch (RuntimeException ex) {
			logger.warn("Prices could not be looked at", ex);
		}
	}

	@Override
	public synchronized void stop() {
		if (this.watch != null) {
			this.watch.interrupt();
			this.watch = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.watch != null;
	}

}
