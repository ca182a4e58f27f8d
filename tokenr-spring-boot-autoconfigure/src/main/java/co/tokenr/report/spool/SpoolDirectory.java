package co.tokenr.report.spool;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import co.tokenr.usage.EventId;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Spools in files, each process with a directory of its own below one that all share.
 * What a process leaves there, be it killed or stopped, another takes over once the lock
 * on it is free; so a process takes over its own past as it does that of others.
 */
public final class SpoolDirectory implements SpoolStore {

	private static final Log logger = LogFactory.getLog(FileSpool.class);

	private static final String INSTANCE = "inst-";

	private final SpoolSettings settings;

	/** As long as a process may take from making its directory to locking it. */
	private static final Duration REMAINS = Duration.ofSeconds(30);

	private final DiskSpace space;

	private final LongSupplier nanoTime;

	/** Since when there is no lock in a directory, for all that we know. */
	private final Map<Path, Long> withoutLock = new ConcurrentHashMap<>();

	/** What cannot be read, so that it is said once and not tried for ever. */
	private final Set<Path> leftAlone = ConcurrentHashMap.newKeySet();

	/**
	 * Creates a store. Touches no disk yet.
	 * @param settings how records are kept
	 */
	public SpoolDirectory(SpoolSettings settings) {
		this(settings, System::nanoTime);
	}

	SpoolDirectory(SpoolSettings settings, LongSupplier nanoTime) {
		this.settings = settings;
		this.space = new DiskSpace(settings);
		this.nanoTime = nanoTime;
	}

	@Override
	public Spool create() throws IOException {
		Path root = this.settings.directory();
		PrivateFiles.createDirectories(root);
		PrivateFiles.requireNoLink(root);
		return open(Instance.create(root.resolve(INSTANCE + EventId.next())));
	}

	@Override
	public @Nullable Spool adopt() {
		List<Path> directories = instances();
		this.withoutLock.keySet().retainAll(directories);
		for (Path directory : directories) {
			try {
				Instance instance = Instance.adopt(directory);
				if (instance != null) {
					return open(instance);
				}
				clearRemains(directory);
			}
			catch (IOException ex) {
				this.leftAlone.add(directory);
				logger.warn("A spool of usage events is left alone: " + ex);
			}
		}
		return null;
	}

	/** What processes left that were killed at their very beginning or end. */
	private void clearRemains(Path directory) throws IOException {
		if (!Instance.hasNoLock(directory)) {
			return;
		}
		long now = this.nanoTime.getAsLong();
		Long since = this.withoutLock.putIfAbsent(directory, now);
		if (since != null && now - since >= REMAINS.toNanos()) {
			this.withoutLock.remove(directory);
			Instance.clear(directory);
		}
	}

	private Spool open(Instance instance) throws IOException {
		try {
			return new FileSpool(instance, this.settings, this.space);
		}
		catch (IOException ex) {
			instance.release(false);
			throw ex;
		}
	}

	/** Oldest first, as their names sort. */
	private List<Path> instances() {
		List<Path> found = new ArrayList<>();
		if (PrivateFiles.isDirectory(this.settings.directory())) {
			try (DirectoryStream<Path> children = Files.newDirectoryStream(this.settings.directory(), INSTANCE + "*")) {
				for (Path child : children) {
					if (PrivateFiles.isDirectory(child) && !this.leftAlone.contains(child)) {
						found.add(child);
					}
				}
			}
			catch (IOException ex) {
				logger.debug("No spools could be looked for", ex);
			}
		}
		Collections.sort(found);
		return found;
	}

}
