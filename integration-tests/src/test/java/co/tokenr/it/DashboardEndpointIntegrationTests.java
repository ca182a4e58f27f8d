package co.tokenr.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint {@code tokenrdashboard} over HTTP: the page at its address, and each
 * address in it resolved as a browser does.
 */
class DashboardEndpointIntegrationTests {

	private static final Pattern FILE = Pattern.compile("(?:src|href)=\"([^\"?#]+)\"");

	private static final Pattern SIBLING = Pattern.compile("data-tokenr[a-z]*=\"([^\"]+)\"");

	private final HttpClient client = HttpClient.newHttpClient();

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void servesThePageAndItsFiles(WebApplicationType type) throws Exception {
		run(type, (port) -> {
			URI page = URI.create("http://127.0.0.1:" + port + "/actuator/tokenrdashboard");
			assertThat(contentType(get(page))).isEqualTo("text/html;charset=UTF-8");
			assertThat(addresses(page)).hasSizeGreaterThan(8)
				.allSatisfy((address) -> assertThat(get(address).statusCode()).as(address.toString()).isEqualTo(200));
			assertThat(contentType(get(page.resolve("tokenrdashboard/app.js"))))
				.isEqualTo("text/javascript;charset=UTF-8");
			assertThat(contentType(get(page.resolve("tokenrdashboard/dashboard.css"))))
				.isEqualTo("text/css;charset=UTF-8");
			assertThat(get(page.resolve("tokenrdashboard/chart.js")).body()).contains("Chart.js v4.");
		});
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void servesNothingElse(WebApplicationType type) throws Exception {
		run(type, (port) -> {
			String page = "http://127.0.0.1:" + port + "/actuator/tokenrdashboard/";
			for (String name : List.of("nope.js", "index.html", "..%2Fdashboard%2Fapp.js", "%2e%2e%2fapp.js",
					"..%5Capp.js", "%252e%252e%252fapp.js", "js/app.js", "chart.umd.js")) {
				assertThat(get(URI.create(page + name)).statusCode()).as(name).isIn(400, 404);
			}
		});
	}

	@Test
	void worksOnAManagementPortWithAnotherBasePath() throws Exception {
		run(WebApplicationType.SERVLET, (port) -> {
			URI page = URI.create("http://127.0.0.1:" + port + "/ops/llm/costs");
			assertThat(addresses(page))
				.contains(page.resolve("/ops/llm/costs/app.js"), page.resolve("/ops/tokenrusage"))
				.allSatisfy((address) -> assertThat(get(address).statusCode()).as(address.toString()).isEqualTo(200));
		}, "management.server.port=0", "management.server.base-path=/ops", "management.endpoints.web.base-path=/",
				"management.endpoints.web.path-mapping.tokenrdashboard=llm/costs");
	}

	@Test
	void worksBelowAContextPath() throws Exception {
		run(WebApplicationType.SERVLET, (port) -> {
			URI page = URI.create("http://127.0.0.1:" + port + "/desk/actuator/tokenrdashboard");
			assertThat(addresses(page))
				.contains(page.resolve("/desk/actuator/tokenrdashboard/app.js"), page.resolve("/desk/actuator/tokenr"))
				.allSatisfy((address) -> assertThat(get(address).statusCode()).as(address.toString()).isEqualTo(200));
		}, "server.servlet.context-path=/desk");
	}

	/** The files and endpoints that the page names, as a browser finds them. */
	private List<URI> addresses(URI page) throws IOException, InterruptedException {
		String html = get(page).body();
		return Stream.concat(FILE.matcher(html).results(), SIBLING.matcher(html).results())
			.map((MatchResult match) -> page.resolve(match.group(1)))
			.toList();
	}

	private static void run(WebApplicationType type, ThrowingConsumer<String> test, String... properties)
			throws Exception {
		Stream<String> all = Stream.concat(Stream.of("spring.config.name=dashboard-application", "server.port=0",
				"server.address=127.0.0.1", "spring.ai.openai.api-key=none", "spring.ai.anthropic.api-key=none",
				"management.endpoints.web.exposure.include=*"), Stream.of(properties));
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(DashboardApplication.class).web(type)
			.registerShutdownHook(false)
			.run(all.map((property) -> "--" + property).toArray(String[]::new))) {
			String management = context.getEnvironment().getProperty("local.management.port");
			test.accept((management != null) ? management : context.getEnvironment().getProperty("local.server.port"));
		}
		catch (Exception | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	private HttpResponse<String> get(URI address) throws IOException, InterruptedException {
		return this.client.send(HttpRequest.newBuilder(address).header("Accept", "*/*").build(),
				HttpResponse.BodyHandlers.ofString());
	}

	private static String contentType(HttpResponse<String> response) {
		return response.headers().firstValue("Content-Type").orElse("none");
	}

	/**
	 * An application with nothing of its own. Spring Security is here for another
	 * application's sake.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = {
			"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration" })
	static class DashboardApplication {

	}

}
