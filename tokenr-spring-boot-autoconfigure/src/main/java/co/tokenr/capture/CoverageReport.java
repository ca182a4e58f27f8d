package co.tokenr.capture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Through what this application calls LLMs, by which seam each is counted, what goes past
 * and what to do about it. Looks anew each time it is asked. Thread-safe.
 */
public final class CoverageReport {

	private static final List<String> BLIND_SPOTS = List.of(
			"Clients and models that are no beans and were built without the customizers, the interceptor, the filter"
					+ " or a wrapper: they are counted only where another seam below them is.",
			"HTTP clients of other libraries than RestClient, RestTemplate, WebClient, openai-java and"
					+ " anthropic-java; Bedrock's and Vertex's own SDKs called directly.",
			"Whether a client calls models at all, and whether an endpoint that no rule knows is a model's:"
					+ " name it in tokenr.capture.endpoints[].",
			"Calls of other processes with the same provider key: compare with the provider's own bill.");

	private final Supplier<List<CoverageSource>> sources;

	private final CaptureGuard guard = new CaptureGuard();

	/**
	 * Creates the report.
	 * @param sources finds who knows what is tracked
	 */
	public CoverageReport(Supplier<List<CoverageSource>> sources) {
		this.sources = sources;
	}

	/**
	 * Looks through the application.
	 * @return what was found
	 */
	public List<CoverageItem> items() {
		List<CoverageItem> items = new ArrayList<>();
		for (CoverageSource source : this.sources.get()) {
			items.addAll(this.guard.get("look for what is tracked", source::coverage, List.of()));
		}
		return items;
	}

	/**
	 * Tells what was found as a document.
	 * @return counts by state, the items, and what no start can see
	 */
	public Map<String, Object> document() {
		List<CoverageItem> items = items();
		Map<String, Object> document = new LinkedHashMap<>();
		for (CoverageItem.State state : CoverageItem.State.values()) {
			document.put(state.value(), items.stream().filter((item) -> item.state() == state).count());
		}
		document.put("items", items.stream().map(CoverageItem::document).toList());
		document.put("cannot_be_seen", BLIND_SPOTS);
		return document;
	}

}
