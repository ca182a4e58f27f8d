package co.tokenr.report.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A directory with the files of one spool, and the lock on it. The lock is the operating
 * system's, so that it ends with the process however that ends. Beside it stands which
 * Java machine holds it: where a file is closed, systems of the POSIX family give up all
 * locks of the process on it, so a lock of our own must not even be tried.
 */
final class Instance {

	private static final Log logger = LogFactory.getLog(FileSpool.class);

	private static final String LOCK = ".lock";

	private static final String OWNER = ".owner";

	private static final String THIS_MACHINE = ProcessHandle.current().pid() + "@"
			+ ProcessHandle.current().info().startInstant().map((start) -> start.toEpochMilli()).orElse(0L);

	private final Path directory;

	private FileChannel channel;

	private Instance(Path directory, FileChannel channel) {
		this.directory = directory;
		this.channel = channel;
	}

	/**
	 * Makes a directory and locks it.
	 * @param directory one that is not there yet
	 * @return the instance
	 * @throws IOException if it cannot be made
	 */
	static Instance create(Path directory) throws IOException {
		PrivateFiles.createDirectories(directory);
		FileChannel channel = lock(directory, true);
		if (channel == null) {
			throw new IOException(directory + " is locked already");
		}
		return new Instance(directory, channel);
	}

	/**
	 * Takes over the directory of a process that is gone.
	 * @param directory one that is there
	 * @return the instance, or {@code null} where its process is alive
	 * @throws IOException if it cannot be locked
	 */
	static @Nullable Instance adopt(Path directory) throws IOException {
		FileChannel channel = PrivateFiles.isFile(directory.resolve(LOCK)) ? lock(directory, false) : null;
		return (channel != null) ? new Instance(directory, channel) : null;
	}

	/**
	 * Whether a directory has no lock to take: its process is about to lock it, or was
	 * killed before it had, or after it had emptied it.
	 * @param directory one that is there
	 * @return whether it is so
	 */
	static boolean hasNoLock(Path directory) {
		return !Files.exists(directory.resolve(LOCK), LinkOption.NOFOLLOW_LINKS);
	}

	/**
	 * Deletes a directory that has no lock, unless something else lies in it.
	 * @param directory one that is there
	 * @throws IOException if it cannot be deleted
	 */
	static void clear(Path directory) throws IOException {
		try {
			Files.deleteIfExists(directory.resolve(OWNER));
			Files.deleteIfExists(directory);
		}
		catch (DirectoryNotEmptyException ex) {
			logger.debug("Neither a spool nor the rest of one: " + directory);
		}
	}

	private static synchronized @Nullable FileChannel lock(Path directory, boolean create) throws IOException {
		Path file = directory.resolve(LOCK);
		if (create) {
			writeOwner(directory);
			PrivateFiles.createFile(file);
		}
		else if (THIS_MACHINE.equals(readOwner(directory))) {
			return null;
		}
		FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
		boolean locked = false;
		try {
			FileLock lock = channel.tryLock();
			// whoever drained it may have deleted it between our look and our lock
			locked = lock != null && Files.exists(file);
			if (locked && !create) {
				writeOwner(directory);
			}
		}
		catch (OverlappingFileLockException ex) {
			logger.debug("Locked by this process: " + directory);
		}
		finally {
			if (!locked) {
				channel.close();
			}
		}
		return locked ? channel : null;
	}

	private static void writeOwner(Path directory) throws IOException {
		Path file = directory.resolve(OWNER);
		if (!PrivateFiles.isFile(file)) {
			PrivateFiles.createFile(file);
		}
		Files.writeString(file, THIS_MACHINE);
	}

	private static String readOwner(Path directory) throws IOException {
		Path file = directory.resolve(OWNER);
		return PrivateFiles.isFile(file) ? Files.readString(file) : "";
	}

	Path directory() {
		return this.directory;
	}

	/**
	 * Makes the directory again that somebody has deleted.
	 * @throws IOException if it cannot be made
	 */
	void restore() throws IOException {
		if (!Files.exists(this.directory.resolve(LOCK))) {
			logger.warn("The spool of usage events in " + this.directory + " was deleted and is made again.");
			PrivateFiles.createDirectories(this.directory);
			FileChannel next = lock(this.directory, true);
			if (next != null) {
				this.channel.close();
				this.channel = next;
			}
		}
	}

	/**
	 * Gives up the lock.
	 * @param empty whether nothing of worth is left in the directory
	 */
	void release(boolean empty) {
		try {
			if (empty) {
				deleteFiles();
			}
			Files.deleteIfExists(this.directory.resolve(OWNER));
			if (empty) {
				Files.deleteIfExists(this.directory.resolve(LOCK));
				if (isEmpty()) {
					Files.deleteIfExists(this.directory);
				}
			}
			this.channel.close();
		}
		catch (IOException ex) {
			logger.debug("A spool could not be removed", ex);
		}
	}

	private void deleteFiles() throws IOException {
		for (Path segment : FileSpool.segments(this.directory)) {
			Files.deleteIfExists(segment);
		}
		Files.deleteIfExists(this.directory.resolve(FileSpool.CURSOR));
	}

	/** What is damaged stays. */
	private boolean isEmpty() throws IOException {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory)) {
			return !files.iterator().hasNext();
		}
	}

}
