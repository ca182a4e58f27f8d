package co.tokenr.it;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import co.tokenr.Tokenr;
import co.tokenr.usage.UsageEventDocument;
import com.example.demo.DemoProvider;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Nothing of what is said to a model or by it leaves the application through Tokenr, and
 * no secret does.
 */
class PrivacyCanaryIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/** Ten rounds on each wire, and one by hand. */
	private static final int CALLS = 21;

	private static final PrivacyScanner scanner = new PrivacyScanner();

	private static DemoProvider provider;

	private static RecordingCollector collector;

	private static RunningApplication application;

	private static OwnLog log;

	@BeforeAll
	static void lookAtEverythingAfterAllWasSaid() throws Exception {
		provider = DemoProvider.builder()
			.answer("Here you are: " + Marker.ANSWER)
			.toolArgument(Marker.TOOL_ARGUMENT.toString())
			.start();
		collector = new RecordingCollector();
		application = RunningApplication.start(provider, collector.url(), List.of(CanaryConfiguration.class),
				PrivacyCanaryIntegrationTests::prepare, "spring.ai.openai.api-key=" + Marker.API_KEY,
				"spring.ai.anthropic.api-key=" + Marker.API_KEY, "tokenr.token=" + Marker.TOKEN,
				"tokenr.reporter.headers.x-canary=" + Marker.HEADER, "tokenr.tags.planted=" + Marker.PLANTED,
				"tokenr.metrics.tags=agent,feature,team,planted", "tokenr.debug=true", "logging.level.co.tokenr=trace",
				"management.endpoint.env.show-values=always", "management.endpoint.configprops.show-values=always");
		for (String client : List.of("openAiClient", "anthropicClient")) {
			say(application.client(client));
		}
		track(application.bean(Tokenr.class));
		Awaitility.await().atMost(PATIENCE).until(() -> application.listener().events().size() >= CALLS);
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> application.bean(Tokenr.class).flush(Duration.ofSeconds(1)).waiting() == 0);
		look();
	}

	@AfterAll
	static void stop() {
		application.close();
		collector.close();
		provider.close();
	}

	private static void prepare(ConfigurableApplicationContext context) {
		log = OwnLog.listen();
		context.getEnvironment()
			.getPropertySources()
			.addLast(new SystemEnvironmentPropertySource("environment", Map.of("TOKENR_TOKEN", "" + Marker.TOKEN)));
	}

	private static void say(ChatClient client) {
		assertThat(prompt(client).call().content()).contains("" + Marker.ANSWER);
		assertThat(prompt(client).stream().content().collectList().block(PATIENCE)).isNotEmpty();
		CanaryConfiguration.CanaryTools tools = new CanaryConfiguration.CanaryTools();
		assertThat(prompt(client).tools(tools).call().content()).contains("" + Marker.ANSWER);
		prompt(client).tools(tools).stream().content().collectList().block(PATIENCE);
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> prompt(client).options(ChatOptions.builder().model("broken")).call().content());
		prompt(client).options(ChatOptions.builder().model("slow")).stream().content().take(1).blockLast(PATIENCE);
	}

	private static ChatClient.ChatClientRequestSpec prompt(ChatClient client) {
		return client.prompt().system("system: " + Marker.SYSTEM).user("user: " + Marker.PROMPT);
	}

	private static void track(Tokenr tokenr) {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> tokenr.observe("openai", "observed", (call) -> {
				throw new IllegalStateException("call: " + Marker.EXCEPTION);
			}));
	}

	private static void look() {
		for (RecordingCollector.Request request : collector.requests()) {
			scanner.add("collector, address", request.uri());
			scanner.add("collector, body", request.body());
			request.headers().forEach((name, values) -> {
				if (!"Authorization".equalsIgnoreCase(name)) {
					scanner.add("collector, headers", name + ": " + values);
				}
			});
		}
		application.listener().events().forEach((event) -> {
			scanner.add("events", event);
			scanner.add("documents", UsageEventDocument.of(event));
		});
		log.lines().forEach((line) -> scanner.add("log", line));
		application.bean(MeterRegistry.class).getMeters().forEach((meter) -> {
			scanner.add("meters", meter.getId());
			scanner.add("meters", meter.getId().getDescription() + " " + meter.getId().getTags());
		});
		for (String path : List.of("health", "health/tokenr", "tokenr", "env", "configprops", "metrics")) {
			scanner.add("actuator, " + path, seen(path));
		}
		application.http()
			.get("/actuator/metrics")
			.json()
			.path("names")
			.forEach((name) -> scanner.add("actuator, a metric", seen("metrics/" + name.asString())));
	}

	private static String seen(String path) {
		LocalHttp.Answer answer = application.http().get("/actuator/" + path);
		assertThat(answer.status()).as(path).isEqualTo(200);
		return answer.body();
	}

	@Test
	void allWasSaid() {
		CanaryConfiguration.SeenObjects seen = application.bean(CanaryConfiguration.SeenObjects.class);
		assertThat(EnumSet.of(Marker.PROMPT, Marker.SYSTEM, Marker.ANSWER, Marker.TOOL_ARGUMENT, Marker.TOOL_RESULT,
				Marker.EXCEPTION))
			.allMatch(seen::contain);
		assertThat(application.listener().events().size()).isEqualTo(CALLS);
		assertThat(
				application.http().get("/actuator/tokenr").json().path("left_out").path("extension_failures").asInt())
			.isEqualTo(3 * CALLS);
		assertThat(collector.requests()).isNotEmpty()
			.allSatisfy((request) -> assertThat(request.headers().get("Authorization"))
				.containsExactly("Bearer " + Marker.TOKEN));
	}

	@Test
	void saysNothingOfContentAndOfSecrets() {
		Set<Marker> secret = EnumSet.complementOf(EnumSet.of(Marker.PLANTED, Marker.API_KEY, Marker.HEADER));

		assertThat(scanner.findings(secret)).isEmpty();
	}

	@Test
	void showsTheKeyOfTheProviderNowhereButWhereItsOwnerDoes() {
		assertThat(scanner.placesOf(Marker.API_KEY)).isSubsetOf("actuator, env", "actuator, configprops");
		assertThat(application.http().get("/actuator/configprops/tokenr").body()).doesNotContain("" + Marker.API_KEY);
	}

	@Test
	void sendsHeadersToTheCollectorOnly() {
		assertThat(scanner.placesOf(Marker.HEADER)).containsExactly("collector, headers");
	}

	/** The proof that the scanner looks where it says. */
	@Test
	void findsWhatIsPlanted() {
		assertThat(scanner.placesOf(Marker.PLANTED)).containsExactlyInAnyOrder("collector, body", "events", "documents",
				"log", "meters", "actuator, tokenr", "actuator, env", "actuator, configprops", "actuator, a metric");
	}

}
