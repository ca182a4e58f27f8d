package co.tokenr.report.target.collector;

import java.util.List;

import co.tokenr.report.DeliveryException;
import co.tokenr.report.EventOutcome;
import co.tokenr.report.JsonWriter;
import co.tokenr.report.target.collector.EncodedEvents.Encoded;
import org.jspecify.annotations.Nullable;

/**
 * How collectors of one kind are spoken to: where events go, what they look like there,
 * which of them may share a request, and what an answer says of each. Without state.
 */
interface WireFormat {

	/**
	 * Returns the path below the collector's base address.
	 * @return beginning with a slash, or empty
	 */
	String path();

	/**
	 * Returns the paths that a user may have typed behind the base address.
	 * @return the longest first
	 */
	List<String> endings();

	/**
	 * Returns the media type of a request.
	 * @return such as {@code application/json}
	 */
	default String contentType() {
		return "application/json";
	}

	/**
	 * Writes an event.
	 * @param event the event as it is stored
	 * @param document is told the event as the collector takes it
	 * @throws UnfitEventException if the collector has no place for such an event
	 */
	void write(EventFields event, JsonWriter document);

	/**
	 * Returns what a request says once for all its events.
	 * @param event the event as it is stored
	 * @return events for which this differs never share a request
	 */
	default String flags(EventFields event) {
		return "";
	}

	/**
	 * Returns how many events a request may hold.
	 * @return one or more
	 */
	default int limit() {
		return Integer.MAX_VALUE;
	}

	/**
	 * Writes the body of a request.
	 * @param events events with the same flags, no more than the limit
	 * @return JSON in UTF-8
	 */
	byte[] body(List<Encoded> events);

	/**
	 * Reads an answer. A refusal may name the events at fault; the others are offered
	 * again without them.
	 * @param answer the answer
	 * @param events the events of the request
	 * @return what became of each
	 * @throws DeliveryException if it speaks of the request as a whole
	 */
	default List<EventOutcome> read(CollectorAnswer answer, List<Encoded> events) {
		BatchAnswer read = BatchAnswer.of(answer, events);
		if ((answer.status() == 400 || answer.status() == 422) && read.namesEvents()) {
			return read.outcomes(EventOutcome.AGAIN);
		}
		answer.requireTaken(events.size());
		return read.outcomes(EventOutcome.ACCEPTED);
	}

	/**
	 * Returns the format for a collector that does not know the path of this one.
	 * @return the format, {@code null} where there is no other way
	 */
	default @Nullable WireFormat fallback() {
		return null;
	}

	/**
	 * Returns the format that the settings ask for.
	 * @param settings the settings
	 * @return the format
	 */
	static WireFormat of(CollectorSettings settings) {
		return switch (settings.format()) {
			case TOKENR -> new TokenrFormat(settings.sendCost());
			case TOKENR_SINGLE -> new TokenrSingleFormat(new TokenrFormat(settings.sendCost()));
			case NOZLE -> new NozleFormat(settings.metricCode());
			case LLMCOSTS -> new LlmCostsFormat();
			case CLOUDEVENTS -> new CloudEventsFormat(settings.metricCode());
		};
	}

}
