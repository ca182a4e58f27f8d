package co.tokenr.it;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import co.tokenr.Tokenr;
import com.example.demo.DemoProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint {@code tokenrusage} as a person with {@code curl} sees it.
 */
class UsageEndpointIntegrationTests {

	private static DemoProvider provider;

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		provider = DemoProvider.start(0);
		application = RunningApplication.start(provider, "http://127.0.0.1:9/", "tokenr.token=");
		Tokenr tokenr = application.bean(Tokenr.class);
		tokenr.track("acme", "m1", (call) -> call.inputTokens(7).team("a,b").customer("=1+1"));
		tokenr.track("acme", "m1", (call) -> call.inputTokens(8).team("core"));
		tokenr.track("acme", "m1", (call) -> call.inputTokens(9));
	}

	@AfterAll
	static void stop() {
		application.close();
		provider.close();
	}

	@Test
	void answersAsJsonByDefault() {
		LocalHttp.Answer answer = application.http().get("/actuator/tokenrusage?groupBy=provider,model&bucket=day");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().get("rows").get(0).get("input_tokens").asLong()).isEqualTo(24);
	}

	@Test
	void filtersByValuesWithCommas() {
		LocalHttp.Answer answer = application.http()
			.get("/actuator/tokenrusage?filter=" + encoded("team=a,b") + "&filter=team");
		assertThat(answer.json().get("rows").get(0).get("input_tokens").asLong()).isEqualTo(16);
	}

	@Test
	void answersAsCsvWhereThatIsAccepted() throws Exception {
		HttpResponse<String> csv = get("/actuator/tokenrusage?groupBy=customer", "text/csv");
		assertThat(csv.headers().firstValue("Content-Type"))
			.hasValueSatisfying((type) -> assertThat(type).startsWith("text/csv"));
		assertThat(csv.body()).startsWith("\"bucket\",\"customer\"").contains("\"'=1+1\"");
	}

	@Test
	void answersAsCsvWhereThatIsAskedFor() throws Exception {
		assertThat(get("/actuator/tokenrusage?groupBy=customer&format=csv", "text/html,*/*").body())
			.startsWith("\"bucket\",\"customer\"");
	}

	@Test
	void answersInTheFormOfTheActuator() throws Exception {
		assertThat(get("/actuator/tokenrusage", "application/vnd.spring-boot.actuator.v3+json").body())
			.startsWith("{\"scope\"");
	}

	@Test
	void saysWhatIsWrong() {
		LocalHttp.Answer answer = application.http().get("/actuator/tokenrusage?groupBy=custmer");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().get("error").asString()).contains("no dimension 'custmer'");
	}

	@Test
	void saysWhatIsWrongWhereCsvIsAskedFor() throws Exception {
		assertThat(get("/actuator/tokenrusage?bucket=week&format=csv", "*/*").body()).contains("'bucket' is 'week'");
	}

	@Test
	void showsEvents() {
		LocalHttp.Answer events = application.http().get("/actuator/tokenrusage/events?size=1&filter=team%3Dcore");
		String id = events.json().get("events").get(0).get("id").asString();
		assertThat(application.http().get("/actuator/tokenrusage/events/" + id).json().get("team_id").asString())
			.isEqualTo("core");
		assertThat(application.http().get("/actuator/tokenrusage/runs/none").status()).isEqualTo(404);
	}

	private static HttpResponse<String> get(String path, String accepted) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + application.http().port() + path))
			.header("Accept", accepted)
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

}
