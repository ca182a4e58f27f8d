package co.tokenr.report.target.collector;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import co.tokenr.report.JsonDocument;
import co.tokenr.report.StoredEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Events written down one by one, so that one that cannot be written takes no other with
 * it.
 *
 * @param events those that could be written, in order
 */
record EncodedEvents(List<EncodedEvents.Encoded> events) {

	private static final Log logger = LogFactory.getLog(CollectorTarget.class);

	private static final byte[] START = "{\"requests\":[".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] END = "]}".getBytes(StandardCharsets.US_ASCII);

	static EncodedEvents of(List<StoredEvent> batch, Function<Map<String, Object>, Map<String, Object>> format) {
		List<Encoded> events = new ArrayList<>(batch.size());
		for (int i = 0; i < batch.size(); i++) {
			StoredEvent event = batch.get(i);
			try {
				events.add(new Encoded(i, event.id(), JsonDocument.write(format.apply(event.document()))));
			}
			catch (RuntimeException | StackOverflowError ex) {
				logger.debug("An event could not be written: " + ex.getClass().getName());
			}
		}
		return new EncodedEvents(events);
	}

	/**
	 * Writes the body of a batch.
	 * @return the JSON text
	 */
	byte[] body() {
		ByteArrayOutputStream body = new ByteArrayOutputStream(this.events.size() * 512);
		body.writeBytes(START);
		for (int i = 0; i < this.events.size(); i++) {
			if (i > 0) {
				body.write(',');
			}
			body.writeBytes(this.events.get(i).json());
		}
		body.writeBytes(END);
		return body.toByteArray();
	}

	/**
	 * Computes a key that is the same whenever the same events are sent in this order.
	 * @return 64 hexadecimal digits
	 */
	String key() {
		return hash(this.events);
	}

	private static String hash(List<Encoded> events) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			for (Encoded event : events) {
				digest.update(event.id.getBytes(StandardCharsets.US_ASCII));
			}
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * One event.
	 */
	static final class Encoded {

		private final int index;

		private final String id;

		private final byte[] json;

		private Encoded(int index, String id, byte[] json) {
			this.index = index;
			this.id = id;
			this.json = json;
		}

		int index() {
			return this.index;
		}

		byte[] json() {
			return this.json;
		}

		String key() {
			return hash(List.of(this));
		}

	}

}
