package co.tokenr.actuate;

import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import co.tokenr.Tokenr;
import co.tokenr.TokenrControl;
import co.tokenr.ledger.Dimension;
import co.tokenr.ledger.RunningTotals;
import co.tokenr.pipeline.PipelineCounts;
import co.tokenr.report.DeadLetters;
import co.tokenr.report.FlushResult;
import co.tokenr.report.ReporterStatus;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageEventDocument;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.convert.DurationStyle;

/**
 * Endpoint {@code tokenr}: what this instance spent since its start, by whom, its latest
 * events and how their delivery stands. Where its access is opened it also switches
 * tracking, debugging and remote delivery, delivers what waits and sends dead letters
 * again.
 */
@Endpoint(id = "tokenr", defaultAccess = Access.READ_ONLY)
public final class TokenrEndpoint {

	private static final int LATEST = 20;

	private static final Duration LONGEST_FLUSH = Duration.ofMinutes(1);

	private static final String FLUSH_TIMEOUT = "10s";

	private final Tokenr tokenr;

	private final RunningTotals totals;

	private final PipelineCounts counts;

	private final String delivery;

	private final Supplier<List<ReporterStatus>> statuses;

	private final Function<String, DeadLetters> deadLetters;

	private final TokenrControl control;

	/**
	 * Creates the endpoint.
	 * @param tokenr knows the latest events
	 * @param totals the totals of this instance
	 * @param counts what did not become an event
	 * @param delivery where events go, or why they go nowhere
	 * @param statuses reads the state of each target, none where nothing is delivered
	 * @param deadLetters reads what a target has rejected, the latest few of it
	 * @param control changes how is tracked
	 */
	public TokenrEndpoint(Tokenr tokenr, RunningTotals totals, PipelineCounts counts, String delivery,
			Supplier<List<ReporterStatus>> statuses, Function<String, DeadLetters> deadLetters, TokenrControl control) {
		this.tokenr = tokenr;
		this.totals = totals;
		this.counts = counts;
		this.delivery = delivery;
		this.statuses = statuses;
		this.deadLetters = deadLetters;
		this.control = control;
	}

	/**
	 * Answers what this instance knows.
	 * @return state, totals, latest events and delivery
	 */
	@ReadOperation
	public Map<String, Object> tokenr() {
		Map<String, Object> document = new LinkedHashMap<>();
		document.putAll(switches());
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

	/**
	 * Switches what is given.
	 * @param caller who asks for it
	 * @param enabled whether calls are recorded
	 * @param debug whether a line is logged for each event
	 * @param remoteDelivery whether events leave for remote targets
	 * @return the switches as they stand now, or 400 and what is wrong
	 */
	@WriteOperation
	public WebEndpointResponse<Map<String, Object>> change(SecurityContext caller, @Nullable Boolean enabled,
			@Nullable Boolean debug, @Nullable Boolean remoteDelivery) {
		if (enabled == null && debug == null && remoteDelivery == null) {
			return wrong("Say one or more of 'enabled', 'debug' and 'remoteDelivery', such as {\"debug\": true}");
		}
		String principal = name(caller);
		if (enabled != null) {
			this.control.setEnabled(enabled, principal);
		}
		if (debug != null) {
			this.control.setDebug(debug, principal);
		}
		if (remoteDelivery != null) {
			this.control.setRemoteDelivery(remoteDelivery, principal);
		}
		if (enabled != null && enabled != this.control.isEnabled()) {
			return wrong("The application was started with 'tokenr.enabled' false, and stays untracked until it is"
					+ " started again without");
		}
		return new WebEndpointResponse<>(switches());
	}

	/**
	 * Delivers what waits, or sends dead letters again.
	 * @param caller who asks for it
	 * @param action {@code flush} or {@code requeue}
	 * @param timeout how long to wait for a flush, from {@code 0s} to {@code 1m};
	 * {@code 10s} unless given
	 * @param target whose dead letters are sent again
	 * @return what became of it, or 400 and what is wrong
	 */
	@WriteOperation
	public WebEndpointResponse<Map<String, Object>> act(SecurityContext caller, @Selector String action,
			@Nullable String timeout, @Nullable String target) {
		return switch (action) {
			case "flush" -> flush((timeout != null) ? timeout : FLUSH_TIMEOUT, name(caller));
			case "requeue" -> requeue((target != null) ? target : "", name(caller));
			default -> wrong("There is nothing called '" + action + "' to do. Use flush or requeue");
		};
	}

	private WebEndpointResponse<Map<String, Object>> flush(String timeout, @Nullable String principal) {
		Duration patience;
		try {
			patience = DurationStyle.detectAndParse(timeout);
		}
		catch (IllegalArgumentException ex) {
			patience = Duration.ofSeconds(-1);
		}
		if (patience.isNegative() || patience.compareTo(LONGEST_FLUSH) > 0) {
			return wrong("'timeout' is '" + timeout + "'. Use a duration from 0s to 1m, such as 10s");
		}
		FlushResult result = this.control.flush(patience, principal);
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("accepted", result.accepted());
		document.put("rejected", result.rejected());
		document.put("dropped", result.dropped());
		document.put("waiting", result.waiting());
		return new WebEndpointResponse<>(document);
	}

	private WebEndpointResponse<Map<String, Object>> requeue(String target, @Nullable String principal) {
		List<String> targets = this.statuses.get().stream().map(ReporterStatus::target).toList();
		if (!targets.contains(target)) {
			return wrong("'target' is '" + target + "'. Use one of " + targets);
		}
		return new WebEndpointResponse<>(Map.of("requeued", this.control.requeue(target, principal)));
	}

	private static WebEndpointResponse<Map<String, Object>> wrong(String message) {
		return new WebEndpointResponse<>(Map.of("error", message), WebEndpointResponse.STATUS_BAD_REQUEST);
	}

	private static @Nullable String name(SecurityContext caller) {
		Principal principal = caller.getPrincipal();
		return (principal != null) ? principal.getName() : null;
	}

	private Map<String, Object> switches() {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("enabled", this.tokenr.isEnabled());
		document.put("debug", this.control.isDebug());
		document.put("remote_delivery", this.control.isRemoteDelivery());
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
