package co.tokenr.report.target.jsonl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Clock;
import java.util.List;

import co.tokenr.report.DeliveryResult;
import co.tokenr.report.Egress;
import co.tokenr.report.ReportTarget;
import co.tokenr.report.RetryableDeliveryException;
import co.tokenr.report.StoredEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Appends events to a file, one JSON object a line, and begins a new file by size and
 * time. The file is locked, so two applications need two paths. A batch may be written
 * twice where the file was taken away or the process ended while it was written; its
 * events keep their ids.
 */
public final class JsonlTarget implements ReportTarget, AutoCloseable {

	private static final Log logger = LogFactory.getLog(JsonlTarget.class);

	private static final int ATTEMPTS = 3;

	private final JsonlSettings settings;

	private final FinishedFiles finished;

	private final Clock clock;

	private @Nullable JsonlFile file;

	private long period;

	private long reopened;

	/**
	 * Creates a target. The file is opened when the first events come.
	 * @param settings where and how
	 */
	public JsonlTarget(JsonlSettings settings) {
		this(settings, Clock.systemUTC());
	}

	JsonlTarget(JsonlSettings settings, Clock clock) {
		this.settings = settings;
		this.clock = clock;
		this.finished = new FinishedFiles(settings.path());
	}

	@Override
	public String name() {
		return "jsonl";
	}

	@Override
	public boolean isLocal() {
		return true;
	}

	@Override
	public Egress egress() {
		return this.settings.egress();
	}

	@Override
	public synchronized DeliveryResult deliver(List<StoredEvent> batch) throws InterruptedException {
		try {
			append(lines(batch));
			return DeliveryResult.accepted(batch.size());
		}
		catch (ClosedByInterruptException ex) {
			close();
			Thread.interrupted();
			throw new InterruptedException();
		}
		catch (IOException ex) {
			close();
			throw new RetryableDeliveryException(ex.getClass().getSimpleName(), null);
		}
	}

	private static byte[] lines(List<StoredEvent> batch) {
		ByteArrayOutputStream lines = new ByteArrayOutputStream(batch.size() * 1024);
		for (StoredEvent event : batch) {
			lines.writeBytes(event.json());
			lines.write('\n');
		}
		return lines.toByteArray();
	}

	/**
	 * A file that was taken away while it was written to may be gone with the batch, so
	 * the batch is written again.
	 */
	private void append(byte[] lines) throws IOException {
		for (int i = 0; i < ATTEMPTS; i++) {
			JsonlFile current = current(lines.length);
			current.append(lines, this.settings.fsync());
			if (current.isInPlace()) {
				return;
			}
		}
		throw new RetryableDeliveryException("file_removed", null);
	}

	private JsonlFile current(int more) throws IOException {
		JsonlFile current = this.file;
		if (current != null && !current.isInPlace()) {
			close();
			current = null;
			this.reopened++;
			logger.warn("The file of usage events was removed or replaced while it was written to, " + this.reopened
					+ " times by now; it is made again.");
		}
		if (current == null) {
			current = open();
		}
		if (isDue(current, more)) {
			close();
			this.finished.add(this.clock.instant());
			prune();
			current = open();
		}
		if (current.size() == 0) {
			this.period = period(this.clock.millis());
		}
		return current;
	}

	private JsonlFile open() throws IOException {
		JsonlFile opened = JsonlFile.open(this.settings.path());
		this.file = opened;
		this.period = period(opened.changed());
		return opened;
	}

	private boolean isDue(JsonlFile current, int more) throws IOException {
		long size = current.size();
		return size > 0 && (size + more > this.settings.maxSize() || period(this.clock.millis()) > this.period);
	}

	private long period(long millis) {
		long interval = this.settings.rotationInterval().toMillis();
		return (interval > 0) ? Math.floorDiv(millis, interval) : 0;
	}

	private void prune() {
		try {
			if (this.settings.maxHistory() > 0) {
				this.finished.prune(this.settings.maxHistory());
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("An old file of usage events could not be deleted: " + ex.getClass().getName());
		}
	}

	/** How often the file was found to be removed or replaced. */
	synchronized long reopened() {
		return this.reopened;
	}

	/**
	 * Closes the file; it is opened again when further events come.
	 */
	@Override
	public synchronized void close() {
		JsonlFile current = this.file;
		this.file = null;
		try {
			if (current != null) {
				current.close();
			}
		}
		catch (IOException ex) {
			logger.debug("The file of usage events could not be closed: " + ex.getClass().getName());
		}
	}

}
