package co.tokenr.report.target.collector;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import co.tokenr.report.DeliveryReason;
import co.tokenr.report.EventOutcome;
import co.tokenr.report.JsonWriter;
import co.tokenr.report.StoredEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Events written down one by one, so that one that cannot be written takes no other with
 * it.
 *
 * @param events those that could be written, in order
 * @param outcomes for each event of the batch, that it is to be offered again, or why it
 * was rejected here
 */
record EncodedEvents(List<EncodedEvents.Encoded> events, List<EventOutcome> outcomes) {

	private static final Log logger = LogFactory.getLog(CollectorTarget.class);

	static EncodedEvents of(List<StoredEvent> batch, WireFormat format) {
		List<Encoded> events = new ArrayList<>(batch.size());
		List<EventOutcome> outcomes = new ArrayList<>(batch.size());
		EventFields event = new EventFields();
		JsonWriter document = new JsonWriter();
		for (int i = 0; i < batch.size(); i++) {
			try {
				event.read(batch.get(i));
				document.start();
				format.write(event, document);
				events.add(new Encoded(i, event.id(), format.flags(event), document.end()));
				outcomes.add(EventOutcome.AGAIN);
			}
			catch (UnfitEventException ex) {
				outcomes.add(EventOutcome.rejected(ex.reason()));
			}
			catch (RuntimeException | StackOverflowError ex) {
				logger.debug("An event could not be written: " + ex.getClass().getName());
				outcomes.add(EventOutcome.rejected(DeliveryReason.SERIALIZE_ERROR));
			}
		}
		return new EncodedEvents(events, outcomes);
	}

	/**
	 * Shares the events out among requests.
	 * @param limit how many a request may hold
	 * @return events that may travel together, in order
	 */
	List<List<Encoded>> requests(int limit) {
		Map<String, List<Encoded>> open = new LinkedHashMap<>();
		List<List<Encoded>> requests = new ArrayList<>();
		for (Encoded event : this.events) {
			List<Encoded> request = open.get(event.flags());
			if (request == null || request.size() >= limit) {
				request = new ArrayList<>();
				open.put(event.flags(), request);
				requests.add(request);
			}
			request.add(event);
		}
		return requests;
	}

	/**
	 * Joins events by commas.
	 * @param start what comes before
	 * @param events the events
	 * @param end what comes after
	 * @return the JSON text
	 */
	static byte[] join(String start, List<Encoded> events, String end) {
		ByteArrayOutputStream body = new ByteArrayOutputStream(events.size() * 512);
		body.writeBytes(start.getBytes(StandardCharsets.US_ASCII));
		for (int i = 0; i < events.size(); i++) {
			if (i > 0) {
				body.write(',');
			}
			body.writeBytes(events.get(i).json());
		}
		body.writeBytes(end.getBytes(StandardCharsets.US_ASCII));
		return body.toByteArray();
	}

	/**
	 * Computes a key that is the same whenever the same events are sent in this order.
	 * @param events the events of a request
	 * @return 64 hexadecimal digits
	 */
	static String key(List<Encoded> events) {
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

		private final String flags;

		private final byte[] json;

		private Encoded(int index, String id, String flags, byte[] json) {
			this.index = index;
			this.id = id;
			this.flags = flags;
			this.json = json;
		}

		int index() {
			return this.index;
		}

		String id() {
			return this.id;
		}

		String flags() {
			return this.flags;
		}

		byte[] json() {
			return this.json;
		}

	}

}
