package co.tokenr.it.dashboard;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a person who minds the money asks, answered by the page alone. The answers are
 * planted.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FinOpsQuestionsIntegrationTests {

	private static final List<String> CUSTOMERS = List.of("acme", "globex", "initech", "umbrella");

	private static final PlantedUsage USAGE = planted();

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

	/**
	 * Every customer chats each day. Yesterday initech had a batch of contracts read by
	 * the dear model; few calls, and dear ones. Umbrella tries a model of the house.
	 */
	private static PlantedUsage planted() {
		List<PlantedCall> calls = new ArrayList<>();
		for (int day = 0; day < 7; day++) {
			for (int i = 0; i < 40; i++) {
				String customer = CUSTOMERS.get(i % 4);
				// cached as far as the day goes back
				calls
					.add(PlantedCall.of(PlantedUsage.morning(day, i), "swift", "chat", customer, 2000, 100 * day, 300));
			}
			calls
				.add(PlantedCall.of(PlantedUsage.morning(day, 50), "deep", "weekly-report", "globex", 3000, 1000, 500));
			calls.add(PlantedCall.of(PlantedUsage.morning(day, 51), "homegrown-7b", "chat", "umbrella", 900, 0, 90));
		}
		for (int i = 0; i < 12; i++) {
			calls.add(PlantedCall.of(PlantedUsage.morning(1, 60 + i), "deep", "contract-review", "initech", 60_000, 0,
					4000));
		}
		return new PlantedUsage(calls);
	}

	@Test
	void whoCausedTheJumpOfYesterday() {
		dashboard.open("overview", "range", "yesterday", "zone", PlantedUsage.ZONE.getId());
		PlantedUsage yesterday = USAGE.days(1, 1);
		PlantedUsage before = USAGE.days(2, 2);
		assertThat(dashboard.figure("spend-change")).isEqualByComparingTo(yesterday.cost().subtract(before.cost()));
		Map<String, String> customer = firstMover("customer");
		assertThat(customer).containsEntry("key", "initech");
		assertThat(new BigDecimal(customer.get("change")))
			.isEqualByComparingTo(of(yesterday, "initech").cost().subtract(of(before, "initech").cost()));
		dashboard.drill("movers", "initech");
		assertThat(firstMover("feature")).containsEntry("key", "contract-review");
		assertThat(firstMover("model")).containsEntry("key", "deep");
	}

	@Test
	void whichFeatureCostsMostForEachCall() {
		dashboard.openWeek("overview");
		dashboard.click("table[data-table=top-feature] thead a[href*='sort=feature.costPerCall']");
		assertThat(dashboard.rows("top-feature")).extracting((row) -> row.get("key"))
			.containsExactly("contract-review", "weekly-report", "chat");
		assertThat(new BigDecimal(dashboard.row("top-feature", "contract-review").get("costPerCall")))
			.isEqualByComparingTo("0.76");
	}

	@Test
	void whatDidCachingSave() {
		dashboard.openWeek("overview");
		assertThat(dashboard.figure("cache-savings")).isEqualByComparingTo(USAGE.saved()).isPositive();
		assertThat(dashboard.column("top-feature", "cacheSavings")).containsEntry("chat",
				USAGE.where((call) -> "chat".equals(call.feature())).saved().stripTrailingZeros());
	}

	@Test
	void whichCustomerIsNotWorthTwoCentsACall() {
		dashboard.openWeek("overview");
		dashboard.fill("revenuePerCall", "0.02");
		Map<String, BigDecimal> margins = new HashMap<>();
		CUSTOMERS.forEach((customer) -> margins.put(customer,
				new BigDecimal("0.02").multiply(BigDecimal.valueOf(of(USAGE, customer).size()))
					.subtract(of(USAGE, customer).cost())
					.stripTrailingZeros()));
		assertThat(margins.values()).filteredOn((margin) -> margin.signum() < 0).hasSize(1);
		assertThat(dashboard.column("top-customer", "margin")).isEqualTo(margins);
		assertThat(dashboard.find("table[data-table=top-customer] tr:has([data-loss])").getDomAttribute("data-key"))
			.isEqualTo("initech");
	}

	@Test
	void whatHasNoPrice() {
		dashboard.openWeek("overview");
		assertThat(dashboard.kpi("unpriced")).isEqualTo("7");
		dashboard.click("[data-banner=unpriced] a");
		assertThat(dashboard.column("unpriced", "calls")).isEqualTo(Map.of("homegrown-7b", new BigDecimal("7")));
		assertThat(dashboard.find("[data-snippet=overrides]").getText()).contains("tokenr:", "overrides:",
				"homegrown-7b", "input: \"?\"");
	}

	private static Map<String, String> firstMover(String dimension) {
		return dashboard.rows("movers")
			.stream()
			.filter((row) -> dimension.equals(row.get("dimension")))
			.findFirst()
			.orElseThrow();
	}

	private static PlantedUsage of(PlantedUsage usage, String customer) {
		return usage.where((call) -> customer.equals(call.customer()));
	}

}
