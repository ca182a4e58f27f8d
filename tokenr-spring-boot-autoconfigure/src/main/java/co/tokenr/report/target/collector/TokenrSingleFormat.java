package co.tokenr.report.target.collector;

import java.util.List;

import co.tokenr.report.JsonWriter;
import co.tokenr.report.target.collector.EncodedEvents.Encoded;

/**
 * Tokenr's single events, as its Python SDK sends them.
 */
final class TokenrSingleFormat implements WireFormat {

	private final TokenrFormat events;

	TokenrSingleFormat(TokenrFormat events) {
		this.events = events;
	}

	@Override
	public String path() {
		return "/track";
	}

	@Override
	public List<String> endings() {
		return TokenrFormat.ENDINGS;
	}

	@Override
	public int limit() {
		return 1;
	}

	@Override
	public void write(EventFields event, JsonWriter document) {
		this.events.write(event, document);
	}

	@Override
	public byte[] body(List<Encoded> events) {
		return events.get(0).json();
	}

}
