package co.tokenr.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import co.tokenr.ledger.UsageTotals;

/**
 * Sums as endpoints show them.
 */
final class TotalsDocument {

	private TotalsDocument() {
	}

	static Map<String, Object> of(UsageTotals totals) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("calls", totals.calls());
		document.put("errors", totals.errors());
		document.put("cancelled", totals.cancelled());
		document.put("input_tokens", totals.inputTokens());
		document.put("cache_read_input_tokens", totals.cacheReadInputTokens());
		document.put("cache_creation_input_tokens", totals.cacheCreationInputTokens());
		document.put("output_tokens", totals.outputTokens());
		document.put("reasoning_output_tokens", totals.reasoningOutputTokens());
		document.put("total_tokens", totals.totalTokens());
		document.put("usage_missing", totals.missingUsage());
		document.put("cost", totals.cost());
		document.put("cache_savings", totals.cacheSavings());
		document.put("unpriced", totals.unpriced());
		document.put("covered", totals.covered());
		return document;
	}

}
