package co.tokenr.actuate;

import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import co.tokenr.ledger.EventPage;
import co.tokenr.ledger.UsageAnswer;
import co.tokenr.ledger.UsageLedger;
import co.tokenr.ledger.UsageQuery;
import co.tokenr.ledger.UsageRow;
import co.tokenr.ledger.UsageTotals;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Endpoint {@code tokenrusage}: who spent what, as JSON or CSV, and the events behind it.
 * Reads only.
 */
@WebEndpoint(id = "tokenrusage")
public final class TokenrUsageEndpoint {

	private static final int PAGE = 50;

	private static final UsageQuery ALWAYS = UsageQuery.between(UsageQuery.MIN, UsageQuery.MAX, ZoneOffset.UTC);

	private final UsageLedger ledger;

	/**
	 * Creates the endpoint.
	 * @param ledger answers
	 */
	public TokenrUsageEndpoint(UsageLedger ledger) {
		this.ledger = ledger;
	}

	/**
	 * Answers a question.
	 * @param from a date or an instant; 30 days ago unless given
	 * @param to a date or an instant, excluded; now unless given
	 * @param zone by whose clocks time is cut; UTC unless given
	 * @param groupBy dimensions, repeated or separated by commas
	 * @param bucket {@code hour}, {@code day} or {@code month}; all time together unless
	 * given
	 * @param top how many groups are told apart, from 1 to 1000; 100 unless given
	 * @param orderBy {@code cost}, {@code tokens} or {@code calls}
	 * @param filter {@code team=core}, or {@code team} for usage without a team; repeated
	 * @param percentiles {@code false} for an answer without percentiles, which comes
	 * sooner where there are many groups
	 * @param format {@code csv} or {@code json}, whatever is accepted
	 * @param accepted what the client accepts
	 * @return the answer
	 */
	@ReadOperation(producesFrom = UsageFormat.class)
	public WebEndpointResponse<Object> usage(@Nullable String from, @Nullable String to, @Nullable String zone,
			@Nullable Object groupBy, @Nullable String bucket, @Nullable Integer top, @Nullable String orderBy,
			@Nullable Object filter, @Nullable Boolean percentiles, @Nullable String format, UsageFormat accepted) {
		return answered(() -> {
			UsageQuery ranged = UsageParameters.filtered(UsageParameters.range(from, to, zone), filter);
			UsageQuery query = UsageParameters.bucketed(UsageParameters.grouped(ranged, groupBy), bucket)
				.top((top != null) ? top : UsageQuery.DEFAULT_TOP)
				.orderBy(UsageParameters.constant(UsageQuery.Order.class, "orderBy", orderBy, UsageQuery.Order.COST));
			if (Boolean.FALSE.equals(percentiles)) {
				query = query.withoutPercentiles();
			}
			UsageFormat wanted = UsageParameters.constant(UsageFormat.class, "format", format, accepted);
			UsageAnswer answer = this.ledger.answer(query);
			return (wanted == UsageFormat.CSV) ? new WebEndpointResponse<>(UsageAnswerCsv.of(query, answer), wanted)
					: new WebEndpointResponse<>(UsageAnswerDocument.of(query, answer), wanted);
		});
	}

	/**
	 * Lists events, newest first.
	 * @param what {@code events}
	 * @param from as above
	 * @param to as above
	 * @param zone as above
	 * @param filter as above
	 * @param after {@code next} of the page before
	 * @param size events on a page, from 1 to 500; 50 unless given
	 * @return the page
	 */
	@ReadOperation
	public WebEndpointResponse<Object> list(@Selector String what, @Nullable String from, @Nullable String to,
			@Nullable String zone, @Nullable Object filter, @Nullable String after, @Nullable Integer size) {
		if (!what.equals("events")) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		return answered(() -> {
			UsageQuery query = UsageParameters.filtered(UsageParameters.range(from, to, zone), filter);
			return new WebEndpointResponse<>(page(this.ledger.events(query, after, (size != null) ? size : PAGE)));
		});
	}

	/**
	 * Shows an event, or what a trace or run cost and its events, newest first.
	 * @param what {@code events}, {@code traces} or {@code runs}
	 * @param id the id
	 * @param after {@code next} of the page before
	 * @return the document, not found where there is none
	 */
	@ReadOperation
	public WebEndpointResponse<Object> find(@Selector String what, @Selector String id, @Nullable String after) {
		return answered(() -> {
			Map<String, @Nullable Object> found = switch (what) {
				case "events" -> event(id);
				case "traces" -> together("trace", id, after);
				case "runs" -> together("run", id, after);
				default -> null;
			};
			return (found != null) ? new WebEndpointResponse<>(found)
					: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		});
	}

	private @Nullable Map<String, @Nullable Object> event(String id) {
		Map<String, Object> event = this.ledger.event(id);
		return (event != null) ? new LinkedHashMap<>(event) : null;
	}

	private @Nullable Map<String, @Nullable Object> together(String dimension, String id, @Nullable String after) {
		UsageQuery query = ALWAYS.where(dimension, id);
		List<UsageRow> rows = this.ledger.answer(query).rows();
		if (rows.isEmpty()) {
			return null;
		}
		UsageTotals totals = rows.get(0).totals();
		Map<String, @Nullable Object> document = new LinkedHashMap<>();
		document.put(dimension + "_id", id);
		document.put("totals", TotalsDocument.of(totals));
		document.putAll(page(this.ledger.events(query, after, EventPage.MAX_SIZE)));
		return document;
	}

	private static Map<String, @Nullable Object> page(EventPage page) {
		Map<String, @Nullable Object> document = new LinkedHashMap<>();
		document.put("events", page.events());
		document.put("next", page.next());
		return document;
	}

	private static WebEndpointResponse<Object> answered(Supplier<WebEndpointResponse<Object>> answer) {
		try {
			return answer.get();
		}
		catch (IllegalArgumentException ex) {
			return new WebEndpointResponse<>(Map.of("error", String.valueOf(ex.getMessage())),
					WebEndpointResponse.STATUS_BAD_REQUEST, UsageFormat.JSON.getProducedMimeType());
		}
	}

}
