package co.tokenr.report;

import java.util.Map;

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

	private @Nullable Map<String, Object> document;

	private StoredEvent(byte[] json) {
		this.json = json;
	}

	/**
	 * Writes an event down.
	 * @param event the event
	 * @return the event as it will be kept
	 * @throws RuntimeException if it holds what is no JSON
	 */
	public static StoredEvent of(UsageEvent event) {
		return new StoredEvent(new JsonWriter().write(event));
	}

	/**
	 * Takes up an event that was written down before.
	 * @param json its document as JSON in UTF-8; not copied, and not to be changed
	 * @return the event
	 */
	public static StoredEvent of(byte[] json) {
		return new StoredEvent(json);
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
	 * Returns the document as it was written.
	 * @return one JSON object in UTF-8 without a line break; not to be changed
	 */
	public byte[] json() {
		return this.json;
	}

	/**
	 * Returns the document, read at the first call.
	 * @return names and values in the order of the wire, as {@link UsageEventDocument}
	 * has them: texts, {@link Long}, {@link java.math.BigDecimal}, booleans, lists and
	 * maps; unmodifiable
	 * @throws IllegalArgumentException if the bytes are no JSON object
	 */
	public Map<String, Object> document() {
		if (this.document == null) {
			this.document = JsonDocument.read(this.json);
		}
		return this.document;
	}

}
