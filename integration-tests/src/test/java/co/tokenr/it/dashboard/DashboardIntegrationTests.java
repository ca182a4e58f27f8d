package co.tokenr.it.dashboard;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import co.tokenr.Tokenr;
import co.tokenr.it.RunningApplication;
import co.tokenr.usage.UsageRecorder;
import com.example.demo.DemoProvider;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

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

	@TempDir
	private static Path downloads;

	private static DemoProvider provider;

	private static RunningApplication application;

	private static Browser browser;

	private static Dashboard dashboard;

	@BeforeAll
	static void start() {
		browser = Browser.start(downloads);
		provider = DemoProvider.start(0);
		application = application();
		USAGE.recordBy(application.bean(UsageRecorder.class));
		dashboard = Dashboard.at(browser, application.port());
	}

	@AfterAll
	static void stop() {
		if (browser != null) {
			browser.close();
			application.close();
			provider.close();
		}
	}

	@Test
	void figuresAreThoseOfTheEvents() {
		open("overview");
		assertThat(dashboard.figure("spend")).isEqualByComparingTo(WEEK.cost());
		assertThat(dashboard.figure("spend-change"))
			.isEqualByComparingTo(WEEK.cost().subtract(USAGE.days(13, 7).cost()));
		assertThat(dashboard.kpi("calls")).isEqualTo(String.valueOf(WEEK.size()));
		assertThat(dashboard.figure("cost-per-call").doubleValue()).isCloseTo(WEEK.cost().doubleValue() / WEEK.size(),
				within(1e-15));
		assertThat(dashboard.kpi("tokens")).isEqualTo(String.valueOf(WEEK.tokens()));
		assertThat(dashboard.figure("error-rate").doubleValue())
			.isCloseTo((double) WEEK.count(PlantedCall::failed) / WEEK.size(), within(1e-12));
		assertThat(dashboard.figure("cache-savings")).isEqualByComparingTo(WEEK.saved());
		assertThat(dashboard.kpi("unpriced")).isEqualTo(String.valueOf(WEEK.count(PlantedCall::unpriced)));
		assertThat(dashboard.kpi("usage-missing")).isEqualTo(String.valueOf(WEEK.count(PlantedCall::failed)));
		assertThat(dashboard.figure("coverage").doubleValue())
			.isCloseTo((double) WEEK.count(PlantedCall::priced) / WEEK.size(), within(1e-12));
		double p95 = WEEK.latency95();
		assertThat(dashboard.figure("latency-p95").doubleValue()).isCloseTo(p95, within(p95 * 0.06));
		assertThat(dashboard.has("[data-banner=unpriced]")).isTrue();
	}

	@Test
	void tablesAreThoseOfTheEvents() {
		TABLES.forEach((table, value) -> {
			open("overview", "all", table.substring(4));
			assertThat(dashboard.column(table, "cost")).as(table).isEqualTo(WEEK.costBy(value));
			Map<String, BigDecimal> calls = new HashMap<>();
			WEEK.by(value)
				.forEach((key, group) -> calls.put(key, BigDecimal.valueOf(group.size()).stripTrailingZeros()));
			assertThat(dashboard.column(table, "calls")).as(table).isEqualTo(calls);
		});
	}

	@Test
	void spendOverTimeIsThatOfEachDay() {
		open("overview");
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
		open("overview");
		dashboard.drill("top-feature", "search");
		dashboard.drill("top-customer", "globex");
		assertShows(wanted);
		open("overview");
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
		open("overview");
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
		open("overview", "all", "customer");
		Map<String, BigDecimal> seen = dashboard.column("top-customer", "cost");
		dashboard.find("[data-csv=customer]").click();
		Path file = downloads.resolve("tokenr-customer.csv");
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
	void whatLooksLikeMarkupIsText() {
		for (String value : PlantedUsage.HOSTILE) {
			open("overview", "filter", "feature=" + value, "groupBy", "tag:note");
			assertThat(dashboard.row("top-feature", value)).containsEntry("calls", "1");
			assertThat(dashboard.row("top-customer", value)).containsEntry("calls", "1");
			assertThat(dashboard.find("table[data-table=top-team] tbody th a").getText()).isEqualTo(value);
			dashboard.drill("top-customer", value);
			assertThat(dashboard.kpi("calls")).isEqualTo("1");
			for (String page : List.of("models", "calls")) {
				dashboard.click("[data-nav=" + page + "]");
				assertThat(dashboard.find("main").getText()).contains(value);
			}
			dashboard.click("table[data-table=calls] tbody a");
			Awaitility.await().until(() -> dashboard.find("[data-drawer]").getText().contains(value));
			assertThat(dashboard.script("return document.querySelectorAll('main img, main b[onmouseover], main script,"
					+ " [data-drawer] img, [data-drawer] script, a[href^=javascript]').length"))
				.isEqualTo(0L);
		}
		assertThat(browser.complaints()).isEmpty();
	}

	@Test
	void noPageComplainsOrAsksElsewhere() {
		browser.complaints();
		browser.requests();
		String origin = URI.create(dashboard.address()).resolve("/").toString();
		for (String page : Dashboard.PAGES) {
			open(page);
			assertThat(dashboard.state()).as(page).isEqualTo("ready");
			assertThat(browser.complaints()).as(page).isEmpty();
			assertThat(browser.requests()).as(page)
				.isNotEmpty()
				.allSatisfy((url) -> assertThat(url).startsWith(origin));
		}
	}

	@Test
	void theKeyboardIsEnough() {
		open("overview");
		press(Keys.TAB);
		assertThat(dashboard.focused()).isEqualTo("skip");
		press(Keys.ENTER);
		press(Keys.TAB);
		assertThat(dashboard.script("return document.activeElement.closest('main') !== null")).isEqualTo(true);
		open("overview");
		tabTo("calls");
		press(Keys.ENTER);
		dashboard.await();
		tabTo("feature");
		browser.driver().switchTo().activeElement().sendKeys("search", Keys.ENTER);
		Awaitility.await().until(() -> dashboard.has("[data-chip='feature=search']"));
		dashboard.await();
		String newest = "table[data-table=calls] tbody tr:first-child a";
		WebElement call = dashboard.find(newest);
		for (int i = 0; i < 30 && !call.equals(browser.driver().switchTo().activeElement()); i++) {
			press(Keys.TAB);
		}
		assertThat(browser.driver().switchTo().activeElement()).isEqualTo(call);
		press(Keys.ENTER);
		Awaitility.await().until(() -> dashboard.has("[data-drawer][open] [data-field=id]"));
		press(Keys.ESCAPE);
		Awaitility.await().until(() -> !dashboard.has("[data-drawer][open]"));
		assertThat(browser.driver().switchTo().activeElement()).isEqualTo(dashboard.find(newest));
	}

	@ParameterizedTest
	@ValueSource(strings = { "light", "dark" })
	void nobodyIsShutOut(String theme) {
		for (String page : Dashboard.PAGES) {
			open(page);
			dashboard.theme(theme);
			assertThat(browser.barriers()).as(page + ", " + theme).isEmpty();
		}
		open("calls");
		dashboard.click("table[data-table=calls] tbody a");
		Awaitility.await().until(() -> dashboard.has("[data-drawer][open] [data-field=id]"));
		assertThat(browser.barriers()).as("drawer, " + theme).isEmpty();
	}

	@Test
	void withoutCallsItSaysHowTheFirstComes() {
		try (RunningApplication idle = application()) {
			Dashboard empty = Dashboard.at(browser, idle.port());
			for (String page : List.of("overview", "calls")) {
				empty.open(page);
				assertThat(empty.state()).as(page).isEqualTo("empty");
				assertThat(empty.find("main").getText()).contains("No calls yet").contains("tokenr.track(");
				assertThat(browser.barriers()).as(page).isEmpty();
			}
			idle.bean(Tokenr.class).track("acme", "swift", (call) -> call.inputTokens(1));
			empty.open("overview");
			assertThat(empty.kpi("calls")).isEqualTo("1");
		}
		browser.complaints();
	}

	@Test
	void whatIsNotExposedIsNamedWithItsProperty() {
		try (RunningApplication closed = application("management.endpoints.web.exposure.exclude=tokenrusage")) {
			Dashboard blind = Dashboard.at(browser, closed.port()).open("overview");
			assertThat(blind.state()).isEqualTo("error");
			assertThat(blind.find("[data-problem]").getText()).contains("tokenrusage")
				.contains("management.endpoints.web.exposure.include");
			blind.open("coverage");
			assertThat(blind.state()).isEqualTo("ready");
		}
		browser.complaints();
	}

	private static RunningApplication application(String... properties) {
		List<String> all = new ArrayList<>(List.of(PlantedCall.PRICES));
		all.addAll(List.of(properties));
		all.addAll(
				List.of("tokenr.token=", "tokenr.export.jsonl.path=" + folder.resolve(UUID.randomUUID() + ".jsonl")));
		return RunningApplication.start(provider, "http://127.0.0.1:9/", all.toArray(String[]::new));
	}

	private static void open(String page, String... parameters) {
		String[] all = new String[parameters.length + 4];
		System.arraycopy(new String[] { "range", "7d", "zone", PlantedUsage.ZONE.getId() }, 0, all, 0, 4);
		System.arraycopy(parameters, 0, all, 4, parameters.length);
		dashboard.open(page, all);
	}

	private static void assertShows(PlantedUsage wanted) {
		assertThat(dashboard.figure("spend")).isEqualByComparingTo(wanted.cost());
		assertThat(dashboard.kpi("calls")).isEqualTo(String.valueOf(wanted.size()));
	}

	private static void trackLongAgo() {
		application.bean(Tokenr.class)
			.track("acme", "swift",
					(call) -> call.requestedAt(PlantedUsage.morning(20, 60)).inputTokens(1000).outputTokens(10));
	}

	private static void press(Keys key) {
		browser.driver().switchTo().activeElement().sendKeys(key);
	}

	private static void tabTo(String name) {
		for (int i = 0; i < 40 && !name.equals(dashboard.focused()); i++) {
			press(Keys.TAB);
		}
		assertThat(dashboard.focused()).isEqualTo(name);
	}

}
