package co.tokenr.report.spool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.function.UnaryOperator;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters in files, one on a line. Each process writes files of its own, named so
 * that they sort by age; all processes that share the directory keep its bound together,
 * and the oldest file goes first.
 */
public final class DeadLetterFiles implements DeadLetterStore {

	/** How much of the disk they take at most: 32 MiB. */
	static final long MAX_BYTES = 32L * 1024 * 1024;

	private static final Log logger = LogFactory.getLog(FileSpool.class);

	private static final int FILES = 16;

	private static final String FILE = ".jsonl";

	private static final Pattern NAME = Pattern.compile("([0-7][0-9a-f]{11})-[0-9a-f]{16}\\" + FILE);

	private final Path directory;

	private final long maxBytes;

	private final long reservedBytes;

	private @Nullable Path current;

	private long discarded;

	/**
	 * Creates a store. Touches no disk yet.
	 * @param settings where the spools of the same target are, and how much of the disk
	 * is left to others
	 */
	public DeadLetterFiles(SpoolSettings settings) {
		this(settings, MAX_BYTES);
	}

	DeadLetterFiles(SpoolSettings settings, long maxBytes) {
		this.directory = settings.directory().resolve("dead");
		this.maxBytes = maxBytes;
		this.reservedBytes = settings.reservedBytes();
	}

	@Override
	public synchronized void keep(List<byte[]> letters) {
		try {
			write(letters);
		}
		catch (IOException ex) {
			// what may be half a line is the end of its file
			this.current = null;
			this.discarded += letters.size();
			logger.debug("Dead letters could not be written", ex);
		}
	}

	private void write(List<byte[]> letters) throws IOException {
		ByteArrayOutputStream lines = new ByteArrayOutputStream();
		for (byte[] letter : letters) {
			lines.writeBytes(letter);
			lines.write('\n');
		}
		PrivateFiles.createDirectories(this.directory);
		PrivateFiles.requireNoLink(this.directory);
		makeRoom(lines.size());
		append(lines.toByteArray());
		if (this.current != null && !PrivateFiles.isFile(this.current)) {
			append(lines.toByteArray());
		}
	}

	private void makeRoom(long size) throws IOException {
		List<Path> files = files();
		long room = this.maxBytes - size;
		for (Path file : files) {
			room -= Files.size(file);
		}
		for (Path file : files) {
			if (room >= 0) {
				break;
			}
			room += Files.size(file);
			this.discarded += lines(file).size();
			Files.deleteIfExists(file);
		}
		if (room < 0 || this.directory.toFile().getUsableSpace() - size < this.reservedBytes) {
			throw new IOException("No room in " + this.directory);
		}
	}

	private void append(byte[] lines) throws IOException {
		Path file = this.current;
		if (file == null || !PrivateFiles.isFile(file) || Files.size(file) >= this.maxBytes / FILES) {
			file = this.directory.resolve(nextName());
			PrivateFiles.createFile(file);
			this.current = file;
		}
		try (FileChannel channel = FileChannel.open(file,
				Set.of(StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS))) {
			ByteBuffer buffer = ByteBuffer.wrap(lines);
			while (buffer.hasRemaining()) {
				channel.write(buffer);
			}
			channel.force(false);
		}
	}

	/**
	 * Behind all that are there, also where two are made within a millisecond or the
	 * clock was put back; two processes never choose the same.
	 */
	private String nextName() throws IOException {
		long newest = 0;
		for (Path file : files()) {
			Matcher name = NAME.matcher(file.getFileName().toString());
			newest = name.matches() ? Math.max(newest, Long.parseLong(name.group(1), 16)) : newest;
		}
		long next = Math.max(System.currentTimeMillis(), newest + 1);
		return String.format(Locale.ROOT, "%012x-%016x" + FILE, next, ThreadLocalRandom.current().nextLong());
	}

	@Override
	public void read(Consumer<byte[]> reader) {
		try {
			List<Path> files = files();
			Collections.reverse(files);
			for (Path file : files) {
				List<byte[]> lines = lines(file);
				Collections.reverse(lines);
				lines.forEach(reader);
			}
		}
		catch (IOException ex) {
			logger.debug("Dead letters could not be read", ex);
		}
	}

	/**
	 * A file is renamed before it is read, so that nobody adds to what was read. Whoever
	 * was just adding finds it gone, and writes again elsewhere.
	 */
	@Override
	public synchronized void giveAway(UnaryOperator<List<byte[]>> taker) {
		try {
			for (Path file : files()) {
				Path claimed = file.resolveSibling("claimed-" + file.getFileName());
				Files.move(file, claimed, StandardCopyOption.ATOMIC_MOVE);
				List<byte[]> letters = lines(claimed);
				List<byte[]> left = taker.apply(letters);
				if (left.size() == letters.size()) {
					Files.move(claimed, file, StandardCopyOption.ATOMIC_MOVE);
					continue;
				}
				if (!left.isEmpty()) {
					write(left);
				}
				Files.delete(claimed);
			}
		}
		catch (IOException ex) {
			logger.debug("Dead letters could not be given away", ex);
		}
	}

	@Override
	public synchronized long discarded() {
		return this.discarded;
	}

	/** Oldest first, as their names sort. */
	private List<Path> files() throws IOException {
		List<Path> files = new ArrayList<>();
		if (PrivateFiles.isDirectory(this.directory)) {
			try (DirectoryStream<Path> found = Files.newDirectoryStream(this.directory, "*" + FILE)) {
				for (Path file : found) {
					if (PrivateFiles.isFile(file)) {
						files.add(file);
					}
				}
			}
		}
		Collections.sort(files);
		return files;
	}

	/** The whole lines; the half that a killed process may leave at the end is none. */
	private static List<byte[]> lines(Path file) throws IOException {
		List<byte[]> lines = new ArrayList<>();
		byte[] bytes = Files.readAllBytes(file);
		int start = 0;
		for (int i = 0; i < bytes.length; i++) {
			if (bytes[i] == '\n') {
				lines.add(Arrays.copyOfRange(bytes, start, i));
				start = i + 1;
			}
		}
		return lines;
	}

}
