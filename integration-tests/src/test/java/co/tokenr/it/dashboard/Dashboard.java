package co.tokenr.it.dashboard;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/**
 * The dashboard in a browser: what is read and done there.
 *
 * @param browser shows it
 * @param address of the endpoint
 */
record Dashboard(Browser browser, String address) {

	static final List<String> PAGES = List.of("overview", "calls", "models", "delivery", "coverage");

	private static final String TABLE = """
			return [...document.querySelectorAll(`table[data-table="${arguments[0]}"] tbody tr[data-key]`)].map((row) => {
				const cells = [...row.querySelectorAll('[data-measure]')].map((cell) => [cell.dataset.measure, cell.dataset.value]);
				return { key: row.dataset.key, ...row.dataset, ...Object.fromEntries(cells) };
			})""";

	/**
	 * Opens a page.
	 * @param page its name
	 * @param parameters names and values in turn
	 */
	Dashboard open(String page, String... parameters) {
		StringBuilder url = new StringBuilder(this.address).append("?page=").append(page);
		for (int i = 0; i < parameters.length; i += 2) {
			url.append('&').append(parameters[i]).append('=').append(encoded(parameters[i + 1]));
		}
		return openAddress(url.toString());
	}

	/** Opens a page with the last seven days of the planted calls. */
	Dashboard openWeek(String page, String... parameters) {
		List<String> all = new ArrayList<>(List.of("range", "7d", "zone", PlantedUsage.ZONE.getId()));
		all.addAll(List.of(parameters));
		return open(page, all.toArray(String[]::new));
	}

	Dashboard openAddress(String url) {
		this.browser.driver().get(url);
		await();
		return this;
	}

	/** Waits until there is something to see. */
	void await() {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> !"loading".equals(state()));
	}

	String state() {
		return attribute("main", "data-state");
	}

	String currentAddress() {
		return this.browser.driver().getCurrentUrl();
	}

	WebElement find(String selector) {
		return this.browser.driver().findElement(By.cssSelector(selector));
	}

	boolean has(String selector) {
		return !this.browser.driver().findElements(By.cssSelector(selector)).isEmpty();
	}

	String attribute(String selector, String name) {
		return Objects.requireNonNull(find(selector).getDomAttribute(name));
	}

	String kpi(String name) {
		return attribute("[data-kpi='" + name + "']", "data-value");
	}

	BigDecimal figure(String kpi) {
		return new BigDecimal(kpi(kpi));
	}

	/** The rows of a table: what their data attributes say, and their measures. */
	@SuppressWarnings("unchecked")
	List<Map<String, String>> rows(String table) {
		return (List<Map<String, String>>) Objects.requireNonNull(this.browser.driver().executeScript(TABLE, table));
	}

	Map<String, String> row(String table, String key) {
		return rows(table).stream()
			.filter((row) -> key.equals(row.get("key")))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No '" + key + "' in " + table + ": " + rows(table)));
	}

	/** A measure by key, without the rows that have none. */
	Map<String, BigDecimal> column(String table, String measure) {
		return rows(table).stream()
			.filter((row) -> !row.getOrDefault(measure, "").isEmpty())
			.collect(Collectors.toMap((row) -> row.get("key"),
					(row) -> new BigDecimal(row.get(measure)).stripTrailingZeros()));
	}

	/** Follows the link of a row. */
	void drill(String table, String key) {
		Object link = this.browser.driver()
			.executeScript("return [...document.querySelectorAll(`table[data-table=\"${arguments[0]}\"] tbody tr`)]"
					+ ".find((row) => row.dataset.key === arguments[1]).querySelector('a')", table, key);
		((WebElement) Objects.requireNonNull(link)).click();
		await();
	}

	void click(String selector) {
		find(selector).click();
		await();
	}

	/** Fills in a field and leaves it. */
	void fill(String name, String value) {
		WebElement field = find("input[name='" + name + "']");
		if (!field.isDisplayed()) {
			find("details.more summary").click();
		}
		field.clear();
		field.sendKeys(value, Keys.TAB);
		await();
	}

	/** Opens the first call of the page. */
	void openDrawer() {
		click("table[data-table=calls] tbody a");
		Awaitility.await().until(() -> has("[data-drawer][open] [data-field=id]"));
	}

	/** Whether all that there is can be seen without scrolling sideways. */
	boolean fits() {
		return Boolean.TRUE.equals(script("return [document.documentElement, ...document.querySelectorAll('.scroll')]"
				+ ".every((part) => part.scrollWidth <= part.clientWidth)"));
	}

	void theme(String theme) {
		if (!theme.equals(attribute("html", "data-theme"))) {
			find("[data-theme-toggle]").click();
		}
		// away from the button, which shows that it is pointed at
		new Actions(this.browser.driver()).moveToElement(find("main h1")).perform();
	}

	String focused() {
		return (String) Objects.requireNonNull(this.browser.driver()
			.executeScript("const e = document.activeElement;"
					+ "return e.dataset.nav || e.name || e.className || e.tagName"));
	}

	@Nullable Object script(String script, Object... arguments) {
		return this.browser.driver().executeScript(script, arguments);
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

}
