package co.tokenr.report;

import java.util.Collections;
import java.util.Map;

import co.tokenr.report.spool.SpoolRecord;
import co.tokenr.usage.DocumentSink;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageEventDocument;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is kept until its targets have it: the bytes of its
 * {@link UsageEventDocument}, written once and the same ever after, through retries and
 * restarts. Not thread-safe.
 */
public final class StoredEvent {

	private final byte[] json;

	private final @Nullable UsageEvent event;

	private @Nullable Map<String, Object> document;

	private StoredEvent(byte[] json, @Nullable UsageEvent event) {
		this.json = json;
		this.event = event;
	}

	/**
	 * Writes an event down.
	 * @param event the event
	 * @return the event as it will be kept
	 * @throws RuntimeException if it holds what is no JSON
	 */
	public static StoredEvent of(UsageEvent event) {
		return new StoredEvent(new JsonWriter().write(event), event);
	}

	/**
	 * Takes up an event that was written down before.
	 * @param json its document as JSON in UTF-8; not copied, and not to be changed
	 * @return the event
	 */
	public static StoredEvent of(byte[] json) {
		return new StoredEvent(json, null);
	}

	static StoredEvent of(SpoolRecord record) {
		return new StoredEvent(record.bytes(), (record instanceof EventRecord own) ? own.event() : null);
	}

	/**
	 * Returns the id of the event, its idempotency key on every way out.
	 * @return a UUID of version 7 as text
	 * @throws IllegalArgumentException if the document has none
	 */
	public String id() {
		if (document().get("id") instanceof String id) {
			return id;
		}
		throw new IllegalArgumentException("A stored event without an id");
	}

	/**
	 * Tells the document, without keeping it: of the event itself where it has not left
	 * this process, and of its bytes otherwise; the same in both cases, but that a text
	 * of an event need not be valid Unicode.
	 * @param document is told the fields, in the order of the wire
	 * @throws IllegalArgumentException if the bytes are no JSON object
	 */
	public void tell(DocumentSink document) {
		if (this.event != null) {
			UsageEventDocument.tell(this.event, document);
		}
		else {
			JsonDocument.tell(this.json, document);
		}
	}

	/**
	 * Returns the document as it was written.
	 * @return one JSON object in UTF-8 without a line break; not to be changed
	 */
	public byte[] json() {
		return this.json;
	}

	/**
	 * Returns the document: of the event itself where it has not left this process, and
	 * read otherwise; the same in both cases.
	 * @return names and values in the order of the wire, as {@link UsageEventDocument}
	 * has them: texts, {@link Long}, {@link java.math.BigDecimal}, booleans, lists and
	 * maps; unmodifiable
	 * @throws IllegalArgumentException if the bytes are no JSON object
	 */
	public Map<String, Object> document() {
		if (this.document == null) {
			this.document = (this.event != null) ? Collections.unmodifiableMap(UsageEventDocument.of(this.event))
					: JsonDocument.read(this.json);
		}
		return this.document;
	}

}
