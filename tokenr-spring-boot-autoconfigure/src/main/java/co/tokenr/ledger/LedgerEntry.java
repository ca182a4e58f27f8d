package co.tokenr.ledger;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import co.tokenr.report.JsonDocument;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageEventDocument;
import org.jspecify.annotations.Nullable;

/**
 * An event as a ledger takes it in: its document as it was written once, and what is
 * counted of it.
 *
 * @param facts what is counted
 * @param json the {@link UsageEventDocument} as JSON, kept as it is
 */
public record LedgerEntry(UsageFacts facts, String json) {

	private static final BigDecimal AMOUNT_LIMIT = BigDecimal.TEN.pow(15);

	/**
	 * Creates an entry.
	 * @throws IllegalArgumentException if an amount is beyond all spending, and more than
	 * a database takes
	 */
	public LedgerEntry {
		if (isBeyondAllSpending(facts.amount()) || isBeyondAllSpending(facts.cacheSavings())) {
			throw new IllegalArgumentException("Not a usage event: an amount beyond all spending");
		}
	}

	private static boolean isBeyondAllSpending(@Nullable BigDecimal amount) {
		return amount != null && amount.abs().compareTo(AMOUNT_LIMIT) >= 0;
	}

	/**
	 * Writes an event down.
	 * @param event the event
	 * @return the entry
	 */
	public static LedgerEntry of(UsageEvent event) {
		return new LedgerEntry(UsageFacts.of(event),
				new String(JsonDocument.write(UsageEventDocument.of(event)), StandardCharsets.UTF_8));
	}

	/**
	 * Takes up an event that was written down before.
	 * @param json its {@link UsageEventDocument} as JSON in UTF-8
	 * @return the entry
	 * @throws IllegalArgumentException if this is no such document, however often it is
	 * tried
	 */
	public static LedgerEntry of(byte[] json) {
		Map<String, Object> document = UsageDocumentReader.read(json);
		return new LedgerEntry(UsageDocumentReader.facts(document), new String(json, StandardCharsets.UTF_8));
	}

	/**
	 * Returns the document.
	 * @return names and values in the order of the wire: texts, {@link Long},
	 * {@link java.math.BigDecimal}, booleans, lists and maps
	 */
	public Map<String, Object> document() {
		return UsageDocumentReader.read(this.json.getBytes(StandardCharsets.UTF_8));
	}

}
