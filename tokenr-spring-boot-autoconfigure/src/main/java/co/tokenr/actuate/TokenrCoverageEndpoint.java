package co.tokenr.actuate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import co.tokenr.capture.CoverageItem;
import co.tokenr.capture.CoverageSource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Endpoint {@code tokenrcoverage}: through what this application calls LLMs, by which
 * seam each is counted, what goes past and what to do about it.
 */
@Endpoint(id = "tokenrcoverage")
public final class TokenrCoverageEndpoint {

	private static final List<String> BLIND_SPOTS = List.of(
			"Clients and models that are no beans and were built without the customizers, the interceptor, the filter"
					+ " or a wrapper: they are counted only where another seam below them is.",
			"HTTP clients of other libraries than RestClient, RestTemplate, WebClient, openai-java and anthropic-java.",
			"Calls of other processes with the same provider key: compare with the provider's own bill.");

	private final Supplier<List<CoverageSource>> sources;

	/**
	 * Creates the endpoint.
	 * @param sources finds who knows what is tracked
	 */
	public TokenrCoverageEndpoint(Supplier<List<CoverageSource>> sources) {
		this.sources = sources;
	}

	/**
	 * Answers what is tracked and what is not.
	 * @return counts by state, the items, and what no start can see
	 */
	@ReadOperation
	public Map<String, Object> coverage() {
		List<CoverageItem> items = items();
		Map<String, Object> document = new LinkedHashMap<>();
		for (CoverageItem.State state : CoverageItem.State.values()) {
			document.put(state.value(), items.stream().filter((item) -> item.state() == state).count());
		}
		document.put("items", items.stream().map(TokenrCoverageEndpoint::document).toList());
		document.put("cannot_be_seen", BLIND_SPOTS);
		return document;
	}

	private List<CoverageItem> items() {
		List<CoverageItem> items = new ArrayList<>();
		this.sources.get().forEach((source) -> items.addAll(source.coverage()));
		return items;
	}

	private static Map<String, Object> document(CoverageItem item) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("kind", item.kind());
		document.put("name", item.name());
		document.put("state", item.state().value());
		put(document, "seam", item.seam());
		put(document, "advice", item.advice());
		return document;
	}

	private static void put(Map<String, Object> document, String name, @Nullable String value) {
		if (value != null) {
			document.put(name, value);
		}
	}

}
