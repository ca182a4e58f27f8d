package co.tokenr.actuate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.core.io.Resource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint {@code tokenrdashboard}.
 */
class TokenrDashboardEndpointTests {

	private final TokenrDashboardEndpoint endpoint = new TokenrDashboardEndpoint((id) -> id);

	@Test
	void writesAddressesRelativeToThePage() throws IOException {
		assertThat(page(this.endpoint))
			.contains("src=\"tokenrdashboard/app.js\"", "href=\"tokenrdashboard/dashboard.css\"",
					"data-tokenrusage=\"tokenrusage\"", "data-tokenr=\"tokenr\"")
			.doesNotContain("{", "}");
	}

	@Test
	void followsEndpointsThatAreMappedElsewhere() throws IOException {
		Map<String, String> mapped = Map.of("tokenrdashboard", "llm/costs", "tokenrusage", "/llm/usage/",
				"tokenrprices", "a\"b");
		TokenrDashboardEndpoint mappedEndpoint = new TokenrDashboardEndpoint((id) -> mapped.getOrDefault(id, id));
		assertThat(page(mappedEndpoint)).contains("src=\"costs/app.js\"", "data-tokenrusage=\"../llm/usage\"",
				"data-tokenr=\"../tokenr\"", "data-tokenrprices=\"../a&quot;b\"");
	}

	@Test
	void servesEachFileAsWhatItIs() {
		assertThat(type("app.js")).isEqualTo("text/javascript;charset=UTF-8");
		assertThat(type("chart.js")).isEqualTo("text/javascript;charset=UTF-8");
		assertThat(type("dashboard.css")).isEqualTo("text/css;charset=UTF-8");
		assertThat(type("icon.svg")).isEqualTo("image/svg+xml");
	}

	@Test
	void servesTheChartsOfTheWebJar() throws IOException {
		Resource charts = this.endpoint.asset("chart.js").getBody();
		assertThat(charts).isNotNull();
		assertThat(charts.getContentAsString(StandardCharsets.UTF_8)).contains("Chart.js v4.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "..", "nope.js", "index.html", "APP.JS", "app.js.map", "app.js/", "/app.js",
			"../TokenrDashboardEndpoint.class", "..%2f..%2fapplication.yml", "../../../../application.properties",
			"..\\app.js", "app.js\0", "chart.umd.js", "META-INF/spring/aot.factories", "file:/etc/passwd" })
	void knowsNoOtherFile(String name) {
		WebEndpointResponse<Resource> response = this.endpoint.asset(name);
		assertThat(response.getStatus()).isEqualTo(404);
		assertThat(response.getBody()).isNull();
	}

	private String type(String name) {
		WebEndpointResponse<Resource> response = this.endpoint.asset(name);
		assertThat(response.getStatus()).isEqualTo(200);
		return String.valueOf(response.getContentType());
	}

	private static String page(TokenrDashboardEndpoint endpoint) throws IOException {
		return endpoint.page().getContentAsString(StandardCharsets.UTF_8);
	}

}
