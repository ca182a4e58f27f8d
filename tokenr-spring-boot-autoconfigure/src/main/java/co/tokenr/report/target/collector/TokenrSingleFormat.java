package co.tokenr.report.target.collector;

import java.util.List;
import java.util.Map;

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
	public Map<String, Object> document(Map<String, Object> event) {
		return this.events.document(event);
	}

	@Override
	public byte[] body(List<Encoded> events) {
		return events.get(0).json();
	}

}
