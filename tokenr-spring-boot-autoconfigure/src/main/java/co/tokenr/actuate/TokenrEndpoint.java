package co.tokenr.actuate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import co.tokenr.Tokenr;
import co.tokenr.ledger.Dimension;
import co.tokenr.ledger.RunningTotals;
import co.tokenr.pipeline.PipelineCounts;
import co.tokenr.report.DeadLetters;
import co.tokenr.report.ReporterStatus;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageEventDocument;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Endpoint {@code tokenr}: what this instance spent since its start, by whom, its latest
 * events and how their delivery stands.
 */
@Endpoint(id = "tokenr")
public final class TokenrEndpoint {

	private static final int LATEST = 20;

	private final Tokenr tokenr;

	private final RunningTotals totals;

	private final PipelineCounts counts;

	private final String delivery;

	private final Supplier<List<ReporterStatus>> statuses;

	private final Function<String, DeadLetters> deadLetters;

	/**
	 * Creates the endpoint.
	 * @param tokenr knows the latest events
	 * @param totals the totals of this instance
	 * @param counts what did not become an event
	 * @param delivery where events go, or why they go nowhere
	 * @param statuses reads the state of each target, none where nothing is delivered
	 * @param deadLetters reads what a target has rejected, the latest few of it
	 */
	public TokenrEndpoint(Tokenr tokenr, RunningTotals totals, PipelineCounts counts, String delivery,
			Supplier<List<ReporterStatus>> statuses, Function<String, DeadLetters> deadLetters) {
		this.tokenr = tokenr;
		this.totals = totals;
		this.counts = counts;
		this.delivery = delivery;
		this.statuses = statuses;
		this.deadLetters = deadLetters;
	}

	/**
	 * Answers what this instance knows.
	 * @return state, totals, latest events and delivery
	 */
	@ReadOperation
	public Map<String, Object> tokenr() {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("enabled", this.tokenr.isEnabled());
		document.put("totals", TotalsDocument.of(this.totals.totals()));
		for (Dimension dimension : RunningTotals.DIMENSIONS) {
			Map<String, Object> values = new LinkedHashMap<>();
			this.totals.totals(dimension).forEach((value, sums) -> values.put(value, TotalsDocument.of(sums)));
			document.put("by_" + dimension.name(), values);
		}
		document.put("latest", latest());
		document.put("delivery", delivery());
		document.put("left_out", leftOut());
		return document;
	}

	private List<Map<String, Object>> latest() {
		List<Map<String, Object>> documents = new ArrayList<>();
		for (UsageEvent event : this.tokenr.latest()) {
			if (documents.size() == LATEST) {
				break;
			}
			documents.add(UsageEventDocument.of(event));
		}
		return documents;
	}

	private Map<String, Object> delivery() {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("delivery", this.delivery);
		document.put("targets", DeliveryDocument.of(this.statuses.get(), this.deadLetters));
		return document;
	}

	private Map<String, Object> leftOut() {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("duplicates", this.counts.duplicates());
		document.put("vetoed", this.counts.vetoes());
		document.put("extension_failures", this.counts.failures());
		document.put("listener_overflow", this.counts.undispatchedEvents());
		return document;
	}

}
