package co.tokenr.it.dashboard;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import co.tokenr.Tokenr;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The dashboard in a real browser, before events whose sums are known.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DashboardIntegrationTests {

	private static final PlantedUsage USAGE = PlantedUsage.anything();

	private static final PlantedUsage WEEK = USAGE.days(6, 0);

	private static final Map<String, Function<PlantedCall, @Nullable Object>> TABLES = Map.of("top-feature",
			PlantedCall::feature, "top-model", PlantedCall::model, "top-team", PlantedCall::team, "top-customer",
			PlantedCall::customer);

	@TempDir
	private static Path folder;

	private static Browser browser;

	private static PlantedApplication application;

	private static Dashboard dashboard;

	@BeforeAll
	static void start() {
		browser = Browser.start(folder);
		application = PlantedApplication.start(folder, USAGE);
		dashboard = application.in(browser);
	}

	@AfterAll
	static void stop() {
		if (browser != null) {
			browser.close();
			application.close();
		}
	}

	@Test
	void figuresAreThoseOfTheEvents() {
		dashboard.openWeek("overview");
		assertThat(dashboard.figure("spend")).isEqualByComparingTo(WEEK.cost());
		assertThat(dashboard.figure("spend-change"))
			.isEqualByComparingTo(WEEK.cost().subtract(USAGE.days(13, 7).cost()));
		assertThat(dashboard.kpi("calls")).isEqualTo(String.valueOf(WEEK.size()));
		assertThat(dashboard.figure("cost-per-call").doubleValue()).isCloseTo(WEEK.cost().doubleValue() / WEEK.size(),
				within(1e-15));
		assertThat(dashboard.kpi("tokens")).isEqualTo(String.valueOf(WEEK.tokens(PlantedCall::tokens)));
		assertThat(dashboard.figure("error-rate").doubleValue())
			.isCloseTo((double) WEEK.count(PlantedCall::failed) / WEEK.size(), within(1e-12));
		assertThat(dashboard.figure("cache-savings")).isEqualByComparingTo(WEEK.saved());
		assertThat(dashboard.kpi("unpriced")).isEqualTo(String.valueOf(WEEK.count(PlantedCall::unpriced)));
		assertThat(dashboard.kpi("usage-missing")).isEqualTo(String.valueOf(WEEK.count(PlantedCall::failed)));
		assertThat(dashboard.figure("coverage").doubleValue())
			.isCloseTo((double) WEEK.count(PlantedCall::priced) / WEEK.size(), within(1e-12));
		double p95 = WEEK.latency95();
		assertThat(dashboard.figure("latency-p95").doubleValue()).isCloseTo(p95, within(p95 * 0.06));
		assertThat(dashboard.figure("ttft-p95").doubleValue()).isPositive().isLessThan(p95);
		assertThat(dashboard.figure("cache-hit-rate").doubleValue())
			.isCloseTo((double) WEEK.tokens(PlantedCall::cached) / WEEK.tokens(PlantedCall::input), within(1e-12));
		assertThat(dashboard.has("[data-banner=unpriced]")).isTrue();
	}

	@Test
	void tablesAreThoseOfTheEvents() {
		TABLES.forEach((table, value) -> {
			dashboard.openWeek("overview", "all", table.substring(4));
			assertThat(dashboard.column(table, "cost")).as(table).isEqualTo(WEEK.costBy(value));
			Map<String, BigDecimal> calls = new HashMap<>();
			WEEK.by(value)
				.forEach((key, group) -> calls.put(key, BigDecimal.valueOf(group.size()).stripTrailingZeros()));
			assertThat(dashboard.column(table, "calls")).as(table).isEqualTo(calls);
		});
	}

	@Test
	void spendOverTimeIsThatOfEachDay() {
		dashboard.openWeek("overview");
		Map<String, BigDecimal> days = new HashMap<>();
		for (int i = 0; i <= 6; i++) {
			LocalDate day = LocalDate.now(PlantedUsage.ZONE).minusDays(i);
			days.put(day.atStartOfDay(PlantedUsage.ZONE).toInstant().toString().replace("Z", ".000Z"),
					WEEK.days(i, i).cost().stripTrailingZeros());
		}
		assertThat(dashboard.column("spend", "cost")).isEqualTo(days);
	}

	@Test
	void filtersAndDrillDownShowTheSameCalls() {
		PlantedUsage wanted = WEEK.where((call) -> "search".equals(call.feature()) && "globex".equals(call.customer()));
		dashboard.openWeek("overview");
		dashboard.drill("top-feature", "search");
		dashboard.drill("top-customer", "globex");
		assertShows(wanted);
		dashboard.openWeek("overview");
		dashboard.fill("feature", "search");
		dashboard.fill("customer", "globex");
		assertShows(wanted);
		dashboard.fill("tag", "region=eu");
		assertShows(wanted.where((call) -> "eu".equals(call.tags().get("region"))));
		dashboard.fill("tag", "");
		dashboard.click("[data-nav=calls]");
		assertThat(dashboard.rows("calls")).hasSize(Math.min(50, wanted.size()));
	}

	@Test
	void anAddressShowsTheSameToSomebodyElse(@TempDir Path elsewhere) {
		dashboard.openWeek("overview");
		String first = dashboard.kpi("spend");
		dashboard.drill("top-team", "sales");
		String address = dashboard.currentAddress();
		PlantedUsage sales = WEEK.where((call) -> "sales".equals(call.team()));
		assertShows(sales);
		try (Browser other = Browser.start(elsewhere)) {
			Dashboard theirs = new Dashboard(other, dashboard.address()).openAddress(address);
			assertThat(theirs.figure("spend")).isEqualByComparingTo(sales.cost());
			assertThat(theirs.kpi("calls")).isEqualTo(String.valueOf(sales.size()));
		}
		browser.driver().navigate().back();
		Awaitility.await().until(() -> first.equals(dashboard.kpi("spend")));
		browser.driver().navigate().forward();
		dashboard.await();
		assertShows(sales);
	}

	@Test
	void theFileHoldsWhatIsSeenAndNoFormula() throws Exception {
		dashboard.openWeek("overview", "all", "customer");
		Map<String, BigDecimal> seen = dashboard.column("top-customer", "cost");
		dashboard.find("[data-csv=customer]").click();
		Path file = folder.resolve("tokenr-customer.csv");
		Awaitility.await().until(() -> Files.exists(file) && Files.size(file) > 0);
		CsvFile csv = CsvFile.read(file);
		Map<String, BigDecimal> written = new HashMap<>();
		csv.rows().forEach((row) -> {
			if (!row.get("cost USD").isEmpty()) {
				String customer = row.get("customer").isEmpty() ? "(none)" : row.get("customer");
				written.put(customer.startsWith("'=") ? customer.substring(1) : customer,
						new BigDecimal(row.get("cost USD")).stripTrailingZeros());
			}
		});
		assertThat(written).isEqualTo(seen);
		assertThat(csv.rows())
			.anySatisfy((row) -> assertThat(row.get("customer")).isEqualTo("'" + PlantedUsage.FORMULA));
		assertThat(csv.rows()).allSatisfy(
				(row) -> assertThat(row.values()).noneMatch((cell) -> cell.startsWith("=") || cell.startsWith("@")));
	}

	@Test
	void aNewCallAppearsWithoutReloadAndLeavesFocusAndScroll() {
		// beyond the days that are added up elsewhere
		String day = LocalDate.now(PlantedUsage.ZONE).minusDays(20).toString();
		trackLongAgo();
		dashboard.open("overview", "range", "custom", "from", day, "to", day, "zone", PlantedUsage.ZONE.getId());
		assertThat(dashboard.kpi("calls")).isEqualTo("1");
		dashboard.script("window.here = true; document.querySelector('[name=revenuePerCall]').focus();"
				+ "document.querySelector('[name=revenuePerCall]').value = '0.0'; window.scrollTo(0, 300)");
		Object scroll = dashboard.script("return window.scrollY");
		trackLongAgo();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> "2".equals(dashboard.kpi("calls")));
		assertThat(dashboard.script("return window.here")).isEqualTo(true);
		assertThat(dashboard.script("return window.scrollY")).isEqualTo(scroll);
		assertThat(dashboard.focused()).isEqualTo("revenuePerCall");
		assertThat(dashboard.script("return document.activeElement.value")).isEqualTo("0.0");
	}

	@Test
	void callsAreListedPageByPage() {
		dashboard.openWeek("calls");
		List<String> listed = new ArrayList<>(ids());
		while (dashboard.has("[data-page-next]")) {
			dashboard.click("[data-page-next]");
			listed.addAll(ids());
		}
		assertThat(listed).hasSize(WEEK.size()).doesNotHaveDuplicates();
	}

	@Test
	void aCallShowsWhatItCostAndWhy() {
		dashboard.openWeek("calls", "filter", "feature=" + PlantedUsage.FORMULA);
		dashboard.openDrawer();
		assertThat(dashboard.attribute("[data-drawer] .amount [data-measure=cost]", "data-value"))
			.isEqualTo("0.000014");
		assertThat(dashboard.column("breakdown", "cost").values()).containsExactlyInAnyOrder(new BigDecimal("0.00001"),
				new BigDecimal("0.000004"));
		assertThat(dashboard.find("[data-explanation]").getText()).contains("acme/swift");
	}

	@Test
	void deliveryShowsWhatBecameOfTheEvents() {
		application.application().bean(Tokenr.class).flush(Duration.ofSeconds(30));
		dashboard.openWeek("delivery");
		assertThat(dashboard.row("targets", "jsonl")).containsEntry("waiting", "0")
			.containsEntry("dropped", "0")
			.containsEntry("rejected", "0");
		assertThat(Integer.parseInt(dashboard.row("targets", "jsonl").get("sent")))
			.isGreaterThanOrEqualTo(USAGE.size());
	}

	private static List<String> ids() {
		return dashboard.rows("calls").stream().map((row) -> row.get("key")).toList();
	}

	private static void assertShows(PlantedUsage wanted) {
		assertThat(dashboard.figure("spend")).isEqualByComparingTo(wanted.cost());
		assertThat(dashboard.kpi("calls")).isEqualTo(String.valueOf(wanted.size()));
	}

	private static void trackLongAgo() {
		application.application()
			.bean(Tokenr.class)
			.track("acme", "swift",
					(call) -> call.requestedAt(PlantedUsage.morning(20, 60)).inputTokens(1000).outputTokens(10));
	}

}
