package co.tokenr.it.dashboard;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A session of the Chromium that is installed here, without a window.
 */
final class Browser implements AutoCloseable {

	private static final int WIDTH = 1280;

	private static final int HEIGHT = 1000;

	private static final JsonMapper MAPPER = new JsonMapper();

	private final ChromeDriver driver;

	private Browser(ChromeDriver driver) {
		this.driver = driver;
		driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(1));
	}

	/**
	 * Starts a session without any history. Skips the test where there is no browser, but
	 * never where all tests must run.
	 * @param downloads where files go
	 */
	static Browser start(Path downloads) {
		Path chromium = find("chromium");
		Path driver = find("chromedriver");
		if (chromium == null || driver == null) {
			String missing = "chromium and chromedriver are not installed, so that the dashboard is not tested"
					+ " (Debian has them in the packages chromium and chromium-driver)";
			if ("true".equals(System.getenv("CI"))) {
				throw new IllegalStateException(missing);
			}
			Assumptions.abort(missing);
		}
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		logs.enable(LogType.PERFORMANCE, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(chromium.toFile());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--lang=en",
				"--window-size=" + WIDTH + "," + HEIGHT);
		options.setExperimentalOption("prefs", Map.of("download.default_directory", downloads.toString()));
		options.setCapability("goog:loggingPrefs", logs);
		return new Browser(new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(Objects.requireNonNull(driver).toFile())
					.usingAnyFreePort()
					.build(),
				options));
	}

	private static @Nullable Path find(String program) {
		for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
			Path path = Path.of(folder, program);
			if (Files.isExecutable(path)) {
				return path;
			}
		}
		return null;
	}

	ChromeDriver driver() {
		return this.driver;
	}

	/** What the pages complained of since this was last asked. */
	List<String> complaints() {
		return logs(LogType.BROWSER).map(LogEntry::getMessage).toList();
	}

	/** What the pages asked for since this was last asked. */
	List<String> requests() {
		return logs(LogType.PERFORMANCE).map((entry) -> MAPPER.readTree(entry.getMessage()).path("message"))
			.filter((message) -> message.path("method").asString().equals("Network.requestWillBeSent"))
			.map((message) -> message.path("params").path("request").path("url").asString())
			.toList();
	}

	private Stream<LogEntry> logs(String type) {
		return StreamSupport.stream(this.driver.manage().logs().get(type).spliterator(), false);
	}

	/** What keeps people from using what is shown, as far as axe finds it. */
	List<String> barriers() {
		this.driver.executeScript(axe());
		String found = (String) this.driver
			.executeAsyncScript("axe.run(document, { resultTypes: ['violations'] }).then((results) =>"
					+ " arguments[arguments.length - 1](JSON.stringify(results.violations)))");
		List<String> barriers = new ArrayList<>();
		for (JsonNode violation : MAPPER.readTree(found)) {
			if (List.of("serious", "critical").contains(violation.path("impact").asString())) {
				barriers.add(violation.path("id").asString() + ": " + violation.path("help").asString() + " "
						+ violation.path("nodes").findValuesAsString("html"));
			}
		}
		return barriers;
	}

	private static String axe() {
		try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
			return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** A picture of the whole page, however long. */
	byte[] picture() {
		long height = (long) this.driver.executeScript("return document.documentElement.scrollHeight");
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", WIDTH, "height", Math.max(height, HEIGHT), "deviceScaleFactor", 1, "mobile", false));
		try {
			// the chart follows the window a moment later
			this.driver
				.executeAsyncScript("const done = arguments[0]; setTimeout(() => requestAnimationFrame(done), 700)");
			Object data = this.driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png")).get("data");
			return Base64.getDecoder().decode((String) Objects.requireNonNull(data));
		}
		finally {
			this.driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
		}
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
