package co.tokenr.it;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.Assert;

/**
 * Controllers that stream, on real servers.
 */
final class ControllerCells {

	private ControllerCells() {
	}

	static List<Cell> of(TestBed bed, ConfigurableApplicationContext reactive) {
		List<Cell> cells = new ArrayList<>();
		for (String path : List.of("annotated", "scoped")) {
			cells.add(cell("MVC controller, " + path, bed.context(), path));
			cells.add(cell("WebFlux controller, " + path, reactive, path));
		}
		return cells;
	}

	private static Cell cell(String seam, ConfigurableApplicationContext application, String path) {
		int port = ((WebServerApplicationContext) application).getWebServer().getPort();
		return new Cell(seam, "stream, 3 tool rounds", "openai", Promise.by("advisor").inOneRun(), (tenant) -> {
			HttpResponse<String> response = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + path))
					.header("X-Tenant", tenant)
					.build(), HttpResponse.BodyHandlers.ofString());
			Assert.state(response.statusCode() == 200, () -> "Answered " + response.statusCode() + response.body());
		});
	}

}
