package co.tokenr.report.target.jsonl;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

import co.tokenr.report.BlockedDeliveryException;
import org.jspecify.annotations.Nullable;

/**
 * The file that is written to, opened for us alone. For its owner's eyes where we make
 * it; never reached through a symbolic link.
 */
final class JsonlFile implements Closeable {

	private static final Set<OpenOption> OPTIONS = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE,
			StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);

	/** How the document of an event begins. */
	private static final byte[] OURS = "{\"id\":".getBytes(StandardCharsets.US_ASCII);

	private static final int LONGEST_LINE = 1024 * 1024;

	private final Path path;

	private final FileChannel channel;

	private final long changed;

	private final @Nullable Object key;

	private JsonlFile(Path path, FileChannel channel, BasicFileAttributes attributes) {
		this.path = path;
		this.channel = channel;
		this.changed = attributes.lastModifiedTime().toMillis();
		this.key = attributes.fileKey();
	}

	/**
	 * Opens or makes the file, and cuts the beginning of a line that an earlier process
	 * could not finish.
	 * @param path the file
	 * @return the file
	 * @throws IOException if that is not possible
	 * @throws BlockedDeliveryException if another process or context writes to it
	 */
	static JsonlFile open(Path path) throws IOException {
		Path directory = path.toAbsolutePath().getParent();
		if (directory != null && !Files.isDirectory(directory)) {
			Files.createDirectories(directory, permissions("rwx------"));
		}
		FileChannel channel = FileChannel.open(path, OPTIONS, permissions("rw-------"));
		try {
			lock(channel);
			JsonlFile file = new JsonlFile(path, channel, attributes(path));
			file.cutUnfinishedLine();
			channel.position(channel.size());
			return file;
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	private static FileAttribute<?>[] permissions(String permissions) {
		boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
		return posix
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

	private static void lock(FileChannel channel) throws IOException {
		try {
			if (channel.tryLock() != null) {
				return;
			}
		}
		catch (OverlappingFileLockException ex) {
			// another context in this process
		}
		throw new BlockedDeliveryException("file_in_use");
	}

	private static BasicFileAttributes attributes(Path path) throws IOException {
		return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
	}

	/**
	 * An unfinished line that is an event of ours was never counted as delivered and will
	 * come again. What else it may be stays, on a line of its own.
	 */
	private void cutUnfinishedLine() throws IOException {
		long size = this.channel.size();
		byte[] tail = new byte[(int) Math.min(size, LONGEST_LINE)];
		int read = this.channel.read(ByteBuffer.wrap(tail), size - tail.length);
		if (read < tail.length || tail.length == 0 || tail[tail.length - 1] == '\n') {
			return;
		}
		int start = tail.length;
		while (start > 0 && tail[start - 1] != '\n') {
			start--;
		}
		if (isOurs(tail, start)) {
			this.channel.truncate(size - tail.length + start);
		}
		else {
			this.channel.write(ByteBuffer.wrap(new byte[] { '\n' }), size);
		}
	}

	private static boolean isOurs(byte[] tail, int start) {
		for (int i = 0; i < Math.min(OURS.length, tail.length - start); i++) {
			if (tail[start + i] != OURS[i]) {
				return false;
			}
		}
		return true;
	}

	long size() throws IOException {
		return this.channel.size();
	}

	/** When the file was changed before it was opened, in milliseconds. */
	long changed() {
		return this.changed;
	}

	/**
	 * Appends lines, all or none as far as that is in our hands.
	 * @param lines the lines
	 * @param force whether to wait for the disk
	 * @throws IOException if the disk is full or broken
	 */
	void append(byte[] lines, boolean force) throws IOException {
		long before = this.channel.size();
		try {
			ByteBuffer buffer = ByteBuffer.wrap(lines);
			this.channel.position(before);
			while (buffer.hasRemaining()) {
				this.channel.write(buffer);
			}
			if (force) {
				this.channel.force(false);
			}
		}
		catch (IOException ex) {
			if (this.channel.isOpen()) {
				this.channel.truncate(before);
			}
			throw ex;
		}
	}

	/**
	 * Tells whether the path still leads to this file.
	 * @return whether what was written can be found
	 * @throws IOException if the directory cannot be read
	 */
	boolean isInPlace() throws IOException {
		try {
			return Objects.equals(this.key, attributes(this.path).fileKey());
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
