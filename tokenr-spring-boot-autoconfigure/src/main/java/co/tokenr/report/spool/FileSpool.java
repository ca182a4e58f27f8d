package co.tokenr.report.spool;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Records in files: segments that are written one after another, and deleted as a whole
 * once each record in them is acknowledged. Thread-safe, as {@link Spool} says.
 */
final class FileSpool implements Spool {

	static final String CURSOR = "cursor";

	private static final String SEGMENT = ".seg";

	private static final Log logger = LogFactory.getLog(FileSpool.class);

	private final ReentrantLock appending = new ReentrantLock();

	private final Instance instance;

	private final SpoolSettings settings;

	private final DiskSpace space;

	private final SpoolTail tail;

	private volatile boolean closed;

	FileSpool(Instance instance, SpoolSettings settings, DiskSpace space) throws IOException {
		this.instance = instance;
		this.settings = settings;
		this.space = space;
		Cursor cursor = Cursor.open(instance.directory().resolve(CURSOR));
		try {
			List<Segment> segments = new ArrayList<>();
			for (Path path : segments(instance.directory())) {
				segments.add(Segment.open(path, cursor.acknowledged()));
			}
			segments.forEach((segment) -> space.taken(segment.size()));
			this.tail = new SpoolTail(cursor, segments, space);
		}
		catch (IOException ex) {
			cursor.close();
			throw ex;
		}
	}

	static List<Path> segments(Path directory) throws IOException {
		List<Path> paths = new ArrayList<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SEGMENT)) {
			for (Path path : files) {
				if (PrivateFiles.isFile(path)) {
					paths.add(path);
				}
			}
		}
		Collections.sort(paths);
		return paths;
	}

	@Override
	public int append(List<SpoolRecord> records) {
		int kept = 0;
		this.appending.lock();
		try {
			while (kept < records.size() && !this.closed) {
				int next = appendIfRoom(records.subList(kept, records.size()));
				if (next == 0 && !this.tail.clear()) {
					break;
				}
				kept += next;
			}
		}
		finally {
			this.appending.unlock();
		}
		return kept;
	}

	private int appendIfRoom(List<SpoolRecord> records) {
		try {
			return appendSome(records);
		}
		catch (IOException ex) {
			logger.debug("Records could not be written", ex);
			return 0;
		}
	}

	private int appendSome(List<SpoolRecord> records) throws IOException {
		Segment active = this.tail.active();
		if (active != null && active.isGone()) {
			// somebody cleaned up; what was in there is lost, but nothing else will be
			active.seal();
			this.instance.restore();
			active = null;
		}
		long room = this.space.room();
		if (SegmentFormat.HEADER + SegmentFormat.sizeOf(records.get(0)) > room) {
			return 0;
		}
		if (active == null || active.size() >= this.settings.segmentBytes()) {
			active = roll(active, records.get(0).sequence());
			room -= active.size();
		}
		int count = 1;
		long size = SegmentFormat.sizeOf(records.get(0));
		long largest = Math.min(room, this.settings.segmentBytes() - active.size());
		while (count < records.size() && size + SegmentFormat.sizeOf(records.get(count)) <= largest) {
			size += SegmentFormat.sizeOf(records.get(count++));
		}
		this.tail.expect(count);
		try {
			active.append(records.subList(0, count), this.settings.fsync() == SpoolSettings.Fsync.ALWAYS);
		}
		catch (IOException ex) {
			this.tail.expect(-count);
			throw ex;
		}
		this.space.taken(size);
		return count;
	}

	private Segment roll(@Nullable Segment active, long firstSequence) throws IOException {
		if (active != null) {
			active.sync();
			active.seal();
		}
		Segment next = Segment
			.create(this.instance.directory().resolve(String.format(Locale.ROOT, "%020d", firstSequence) + SEGMENT));
		this.space.taken(next.size());
		this.tail.add(next);
		return next;
	}

	@Override
	public void sync() {
		this.appending.lock();
		try {
			Segment active = this.tail.active();
			if (active != null && !this.closed) {
				active.sync();
			}
		}
		catch (IOException ex) {
			logger.debug("Records could not be synced", ex);
		}
		finally {
			this.appending.unlock();
		}
	}

	@Override
	public List<SpoolRecord> take(int maxRecords, long maxBytes) {
		try {
			return this.closed ? List.of() : this.tail.take(maxRecords, maxBytes);
		}
		catch (IOException ex) {
			logger.debug("Records could not be read", ex);
			return List.of();
		}
	}

	@Override
	public void acknowledge(long sequence) {
		if (!this.closed) {
			this.tail.acknowledge(sequence);
		}
	}

	@Override
	public long lost() {
		return this.tail.lost();
	}

	@Override
	public long records() {
		return this.tail.records();
	}

	@Override
	public long bytes() {
		return this.tail.bytes();
	}

	@Override
	public boolean isDurable() {
		return true;
	}

	@Override
	public void close() {
		this.appending.lock();
		try {
			if (!this.closed) {
				this.closed = true;
				this.tail.close();
				this.instance.release(this.tail.records() == 0);
			}
		}
		finally {
			this.appending.unlock();
		}
	}

}
