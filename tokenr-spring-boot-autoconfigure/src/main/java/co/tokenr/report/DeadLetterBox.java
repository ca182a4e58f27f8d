package co.tokenr.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import co.tokenr.report.spool.DeadLetterStore;
import co.tokenr.report.spool.Spool;
import co.tokenr.report.spool.SpoolRecord;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Puts away what a target rejects for good, and finds it again. Neither disturbs the
 * delivery: what cannot be put away is counted as discarded or logged. Thread-safe.
 */
final class DeadLetterBox {

	private static final Log logger = LogFactory.getLog(UsageReporter.class);

	private final DeadLetterStore store;

	DeadLetterBox(DeadLetterStore store) {
		this.store = store;
	}

	/**
	 * Keeps those that were rejected.
	 * @param events the events that were offered
	 * @param result what became of each
	 */
	void keep(List<StoredEvent> events, DeliveryResult result) {
		List<byte[]> letters = new ArrayList<>();
		for (int i = 0; i < result.size(); i++) {
			EventOutcome outcome = result.outcome(i);
			if (outcome.reason() != null) {
				letters.add(letter(events.get(i), outcome.reason(), outcome.status()).json());
			}
		}
		if (!letters.isEmpty()) {
			this.store.keep(letters);
		}
	}

	private static DeadLetter letter(StoredEvent event, String reason, @Nullable Integer status) {
		Instant now = Instant.now();
		try {
			return new DeadLetter(event.id(), reason, status, now, event.document());
		}
		catch (IllegalArgumentException ex) {
			// damaged where nothing noticed: at least that it was there is known
			return new DeadLetter("unknown", reason, status, now, Map.of());
		}
	}

	/**
	 * Has what was rejected delivered again, as far as there is room for it. It is kept
	 * there before it is forgotten here: a process that is killed in between sends an
	 * event whose letter is still listed. A letter that holds no event stays.
	 * @param lane the lane of the target
	 * @return how many events
	 */
	int requeue(Lane lane) {
		AtomicInteger requeued = new AtomicInteger();
		this.store.giveAway((letters) -> {
			List<SpoolRecord> records = new ArrayList<>();
			List<byte[]> left = new ArrayList<>();
			for (byte[] letter : letters) {
				byte[] event = event(letter);
				if (event != null) {
					records.add(new SpoolRecord(records.size() + 1L, event));
				}
				else {
					left.add(letter);
				}
			}
			if (records.isEmpty() || !requeue(records, lane)) {
				return letters;
			}
			requeued.addAndGet(records.size());
			return left;
		});
		return requeued.get();
	}

	private static boolean requeue(List<SpoolRecord> records, Lane lane) {
		Spool aside = lane.spool().aside(records);
		return aside != null && (lane.takeOver(aside, records.size()) || aside.isDurable());
	}

	private static byte @Nullable [] event(byte[] json) {
		try {
			Map<String, Object> event = DeadLetter.of(json).event();
			return event.containsKey("id") ? JsonDocument.write(event) : null;
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Looks through all that is kept.
	 * @param most how many to list
	 * @return the letters
	 */
	DeadLetters open(int most) {
		Map<String, Long> byReason = new TreeMap<>();
		List<DeadLetter> latest = new ArrayList<>();
		this.store.read((json) -> {
			try {
				DeadLetter letter = DeadLetter.of(json);
				byReason.merge(letter.reason(), 1L, Long::sum);
				if (latest.size() < most) {
					latest.add(letter);
				}
			}
			catch (RuntimeException ex) {
				logger.debug("No dead letter: " + ex.getClass().getName());
			}
		});
		return new DeadLetters(Collections.unmodifiableMap(byReason), List.copyOf(latest), this.store.discarded());
	}

}
