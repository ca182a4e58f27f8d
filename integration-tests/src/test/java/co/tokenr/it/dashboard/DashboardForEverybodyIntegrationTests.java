package co.tokenr.it.dashboard;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import co.tokenr.Tokenr;
import org.awaitility.Awaitility;
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

/**
 * The dashboard for everybody: whoever names things, whatever is missing, and however it
 * is used.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DashboardForEverybodyIntegrationTests {

	private static final PlantedUsage NOTHING = new PlantedUsage(List.of());

	@TempDir
	private static Path folder;

	private static Browser browser;

	private static PlantedApplication application;

	private static Dashboard dashboard;

	@BeforeAll
	static void start() {
		browser = Browser.start(folder);
		application = PlantedApplication.start(folder, PlantedUsage.anything());
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
	void whatLooksLikeMarkupIsText() {
		for (String value : PlantedUsage.HOSTILE) {
			dashboard.openWeek("overview", "filter", "feature=" + value, "groupBy", "tag:note");
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
			dashboard.openWeek(page);
			assertThat(dashboard.state()).as(page).isEqualTo("ready");
			assertThat(browser.complaints()).as(page).isEmpty();
			assertThat(browser.requests()).as(page)
				.isNotEmpty()
				.allSatisfy((url) -> assertThat(url).startsWith(origin));
		}
	}

	@Test
	void theKeyboardIsEnough() {
		dashboard.openWeek("overview");
		// what the reader of another test has unfolded
		dashboard.script("localStorage.clear()");
		press(Keys.TAB);
		assertThat(dashboard.focused()).isEqualTo("skip");
		press(Keys.ENTER);
		press(Keys.TAB);
		assertThat(dashboard.script("return document.activeElement.closest('main') !== null")).isEqualTo(true);
		dashboard.openWeek("overview");
		tabTo("calls");
		press(Keys.ENTER);
		dashboard.await();
		tabTo("SUMMARY");
		press(Keys.ENTER);
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
			// with a filter, so that the fields are unfolded
			dashboard.openWeek(page, "filter", "provider=acme");
			dashboard.theme(theme);
			assertThat(browser.barriers()).as(page + ", " + theme).isEmpty();
		}
		dashboard.openWeek("calls");
		dashboard.openDrawer();
		assertThat(browser.barriers()).as("drawer, " + theme).isEmpty();
	}

	@Test
	void withoutCallsItSaysHowTheFirstComes() {
		try (PlantedApplication idle = PlantedApplication.start(folder, NOTHING)) {
			Dashboard empty = idle.in(browser);
			for (String page : List.of("overview", "calls")) {
				empty.open(page);
				assertThat(empty.state()).as(page).isEqualTo("empty");
				assertThat(empty.find("main").getText()).contains("No calls yet").contains("tokenr.track(");
				assertThat(browser.barriers()).as(page).isEmpty();
			}
			idle.application().bean(Tokenr.class).track("acme", "swift", (call) -> call.inputTokens(1));
			empty.open("overview");
			assertThat(empty.kpi("calls")).isEqualTo("1");
		}
		browser.complaints();
	}

	@Test
	void whatIsNotExposedIsNamedWithItsProperty() {
		try (PlantedApplication closed = PlantedApplication.start(folder, NOTHING,
				"management.endpoints.web.exposure.exclude=tokenrusage")) {
			Dashboard blind = closed.in(browser).open("overview");
			assertThat(blind.state()).isEqualTo("error");
			assertThat(blind.find("[data-problem]").getText()).contains("tokenrusage")
				.contains("management.endpoints.web.exposure.include");
			blind.open("coverage");
			assertThat(blind.state()).isEqualTo("ready");
		}
		browser.complaints();
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
