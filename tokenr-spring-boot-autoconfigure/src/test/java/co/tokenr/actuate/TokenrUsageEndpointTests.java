package co.tokenr.actuate;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import co.tokenr.attribution.Attribution;
import co.tokenr.ledger.LatestEvents;
import co.tokenr.ledger.MemoryUsageLedger;
import co.tokenr.usage.TestEvents;
import co.tokenr.usage.UsageEvent;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenrUsageEndpoint}.
 */
@SuppressWarnings("unchecked")
class TokenrUsageEndpointTests {

	private static final Instant NOON = Instant.parse("2026-05-05T12:00:00Z");

	private final LatestEvents events = new LatestEvents(100);

	private final TokenrUsageEndpoint endpoint = new TokenrUsageEndpoint(
			new MemoryUsageLedger(this.events, null, Clock.systemUTC()));

	@Test
	void answersByGroupAndDay() {
		add("core", "0.1");
		add("core", "0.2");
		add(null, "0.4");
		Map<String, Object> answer = body(usage("team", "day", null, null));
		assertThat(answer).containsEntry("scope", "this instance")
			.containsEntry("zone", "Europe/Berlin")
			.containsEntry("percentile_error", 0.049)
			.containsKey("complete_since");
		List<Map<String, Object>> rows = (List<Map<String, Object>>) answer.get("rows");
		assertThat(rows).hasSize(2);
		assertThat(rows.get(0)).containsEntry("bucket", "2026-05-05T00:00+02:00");
		assertThat((Map<String, Object>) rows.get(0).get("group")).hasSize(1).containsEntry("team", null);
		assertThat(rows.get(1)).containsEntry("calls", 2L);
		assertThat(rows.get(1).get("cost")).hasToString("{USD=0.3}");
	}

	@Test
	void filtersByValueAndByItsAbsence() {
		add("core", "0.1");
		add("a=b", "0.2");
		add(null, "0.4");
		assertThat(calls(usage(null, null, "team=core", null))).isEqualTo(1L);
		assertThat(calls(usage(null, null, "team=a=b", null))).isEqualTo(1L);
		assertThat(calls(usage(null, null, "team", null))).isEqualTo(1L);
		assertThat(calls(usage(null, null, List.of("team=core", "team"), null))).isEqualTo(2L);
	}

	@Test
	void writesCsvThatNoSpreadsheetRuns() {
		add("=HYPERLINK(\"x\")", "0.25");
		add("", "0.10");
		WebEndpointResponse<Object> answer = usage("team", null, null, "csv");
		assertThat(answer.getContentType()).hasToString("text/csv");
		assertThat(((String) answer.getBody()).lines()).hasSize(3)
			.satisfies((lines) -> assertThat(lines.get(0)).startsWith("\"bucket\",\"team\",\"other\",\"calls\"")
				.endsWith(",\"cost USD\",\"cache_savings USD\""))
			.satisfies((lines) -> assertThat(lines.get(1)).startsWith(",\"'=HYPERLINK(\"\"x\"\")\",false,1,")
				.endsWith(",0.25,"))
			.satisfies((lines) -> assertThat(lines.get(2)).startsWith(",\"\",false,1,").endsWith(",0.1,"));
	}

	@Test
	void showsWhatCachesSavedBesideTheCost() {
		this.events.onUsage(TestEvents.event(TestEvents.call().occurredAt(NOON), Attribution.NONE,
				TestEvents.cost("0.25", "USD", "-0.10")));
		List<Map<String, Object>> rows = (List<Map<String, Object>>) body(usage(null, null, null, null)).get("rows");
		assertThat(rows.get(0).get("cache_savings")).hasToString("{USD=-0.1}");
		assertThat(((String) usage(null, null, null, "csv").getBody()).lines().skip(1)).singleElement()
			.asString()
			.endsWith(",0.25,-0.1");
	}

	@Test
	void leavesPercentilesOutWhereNobodyAsksForThem() {
		add("core", "0.1");
		Map<String, Object> answer = body(usage("team", null, null, false, null));
		assertThat(answer).doesNotContainKey("percentile_error");
		assertThat((List<Map<String, Object>>) answer.get("rows")).singleElement()
			.satisfies((row) -> assertThat(row).containsEntry("calls", 1L)
				.doesNotContainKeys("latency_ms", "time_to_first_token_ms"));
		assertThat((String) usage("team", null, null, false, "csv").getBody()).contains("\"covered\",\"cost USD\"")
			.doesNotContain("latency");
		assertThat((String) usage("team", null, null, true, "csv").getBody()).contains("\"latency_p95_ms\"");
	}

	@Test
	void saysWhatIsWrong() {
		assertThat(error(usage("custmer", null, null, null))).contains("no dimension 'custmer'");
		assertThat(error(usage(null, "week", null, null))).contains("'bucket' is 'week'", "month");
		assertThat(error(usage(null, null, null, "xml"))).contains("'format' is 'xml'");
		assertThat(error(this.endpoint.usage("yesterday", null, null, null, null, null, null, null, null, null,
				UsageFormat.JSON)))
			.contains("'from' is 'yesterday'", "2026-03-01");
		assertThat(error(
				this.endpoint.usage(null, null, "Mars", null, null, null, null, null, null, null, UsageFormat.JSON)))
			.contains("no zone 'Mars'");
		assertThat(error(this.endpoint.list("events", null, null, null, null, "x", null))).contains("No cursor");
		assertThat(error(this.endpoint.list("events", null, null, null, null, null, 501))).contains("Use 1 to 500");
	}

	@Test
	void showsAnEvent() {
		UsageEvent event = add("core", "0.1");
		assertThat(body(this.endpoint.find("events", event.id().toString(), null)))
			.containsEntry("id", event.id().toString())
			.containsEntry("team_id", "core");
	}

	@Test
	void listsEventsPageByPage() {
		add("core", "0.1");
		add("core", "0.1");
		Map<String, Object> first = body(
				this.endpoint.list("events", "2026-05-01", "2026-06-01", null, "team=core", null, 1));
		Map<String, Object> second = body(this.endpoint.list("events", "2026-05-01", "2026-06-01", null, "team=core",
				(String) first.get("next"), 1));
		assertThat((List<Object>) first.get("events")).hasSize(1).isNotEqualTo(second.get("events"));
		assertThat(second.get("next")).isNull();
	}

	@Test
	void sumsTracesAndRunsUp() {
		this.events.onUsage(TestEvents.event(TestEvents.call().occurredAt(NOON).run("r1", 1).trace("t1", "s1")));
		this.events.onUsage(TestEvents.event(TestEvents.call().occurredAt(NOON).run("r1", 2).trace("t2", "s2")));
		Map<String, Object> run = body(this.endpoint.find("runs", "r1", null));
		assertThat(run).containsEntry("run_id", "r1");
		assertThat((Map<String, Object>) run.get("totals")).containsEntry("calls", 2L);
		assertThat((List<Object>) run.get("events")).hasSize(2);
		assertThat((Map<String, Object>) body(this.endpoint.find("traces", "t2", null)).get("totals"))
			.containsEntry("calls", 1L);
	}

	@Test
	void findsNothingWhereNothingIs() {
		assertThat(this.endpoint.find("events", "unknown", null).getStatus()).isEqualTo(404);
		assertThat(this.endpoint.find("runs", "unknown", null).getStatus()).isEqualTo(404);
		assertThat(this.endpoint.find("walks", "unknown", null).getStatus()).isEqualTo(404);
		assertThat(this.endpoint.list("runs", null, null, null, null, null, null).getStatus()).isEqualTo(404);
	}

	private UsageEvent add(String team, String dollars) {
		UsageEvent event = TestEvents.event(TestEvents.call().occurredAt(NOON),
				new Attribution(null, null, team, null, null, null, Map.of()), TestEvents.cost(dollars, "USD"));
		this.events.onUsage(event);
		return event;
	}

	private WebEndpointResponse<Object> usage(String groupBy, String bucket, Object filter, String format) {
		return usage(groupBy, bucket, filter, null, format);
	}

	private WebEndpointResponse<Object> usage(String groupBy, String bucket, Object filter, Boolean percentiles,
			String format) {
		return this.endpoint.usage("2026-05-01", "2026-06-01", "Europe/Berlin", groupBy, bucket, null, null, filter,
				percentiles, format, UsageFormat.JSON);
	}

	private static Object calls(WebEndpointResponse<Object> answer) {
		return ((List<Map<String, Object>>) body(answer).get("rows")).get(0).get("calls");
	}

	private static Map<String, Object> body(WebEndpointResponse<Object> answer) {
		assertThat(answer.getStatus()).isEqualTo(200);
		return (Map<String, Object>) answer.getBody();
	}

	private static String error(WebEndpointResponse<Object> answer) {
		assertThat(answer.getStatus()).isEqualTo(400);
		return (String) ((Map<String, Object>) answer.getBody()).get("error");
	}

}
