package co.tokenr.ledger.jdbc;

import java.util.ArrayList;
import java.util.List;

import co.tokenr.ledger.LedgerEntry;
import co.tokenr.report.DeliveryReason;
import co.tokenr.report.DeliveryResult;
import co.tokenr.report.EventOutcome;
import co.tokenr.report.ReportTarget;
import co.tokenr.report.RetryableDeliveryException;
import co.tokenr.report.StoredEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataIntegrityViolationException;

/**
 * Delivers events to the ledger in a database, a batch in one transaction. An event that
 * the ledger has already is delivered; one that it can never take is rejected alone.
 */
public final class JdbcLedgerTarget implements ReportTarget {

	/** The name under which the ledger is metered and shown. */
	public static final String NAME = "ledger";

	private final JdbcUsageLedger ledger;

	private final LedgerSchema schema;

	/**
	 * Creates the target.
	 * @param ledger takes the events in
	 * @param schema creates the tables
	 */
	public JdbcLedgerTarget(JdbcUsageLedger ledger, LedgerSchema schema) {
		this.ledger = ledger;
		this.schema = schema;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public boolean isLocal() {
		return true;
	}

	@Override
	public DeliveryResult deliver(List<StoredEvent> batch) {
		List<EventOutcome> outcomes = new ArrayList<>(batch.size());
		List<LedgerEntry> entries = new ArrayList<>(batch.size());
		for (StoredEvent event : batch) {
			LedgerEntry entry = entry(event);
			outcomes
				.add((entry != null) ? EventOutcome.ACCEPTED : EventOutcome.rejected(DeliveryReason.SERIALIZE_ERROR));
			if (entry != null) {
				entries.add(entry);
			}
		}
		try {
			this.schema.create();
			if (!append(entries)) {
				return oneByOne(batch);
			}
		}
		catch (RuntimeException ex) {
			// the database is away, locked or full: its messages may hold more than we
			// may tell
			throw new RetryableDeliveryException(ex.getClass().getSimpleName(), null);
		}
		return DeliveryResult.of(outcomes);
	}

	private static @Nullable LedgerEntry entry(StoredEvent event) {
		try {
			return LedgerEntry.of(event.json());
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private boolean append(List<LedgerEntry> entries) {
		try {
			this.ledger.append(entries);
			return true;
		}
		catch (DataIntegrityViolationException ex) {
			return false;
		}
	}

	private DeliveryResult oneByOne(List<StoredEvent> batch) {
		List<EventOutcome> outcomes = new ArrayList<>(batch.size());
		for (StoredEvent event : batch) {
			LedgerEntry entry = entry(event);
			boolean taken = entry != null && append(List.of(entry));
			outcomes.add(taken ? EventOutcome.ACCEPTED : EventOutcome.rejected(DeliveryReason.SERIALIZE_ERROR));
		}
		return DeliveryResult.of(outcomes);
	}

}
