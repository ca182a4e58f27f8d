package co.tokenr.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.example.demo.DemoCollector;
import com.example.demo.DemoProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application made of what the README says and nothing else, with Spring Security and
 * a management port, started in a JVM of its own.
 */
class ReadmeIntegrationTests {

	/** What an editor adds. */
	private static final String IMPORTS = """
			package com.example.shop;

			import co.tokenr.attribution.TokenrTags;
			import org.springframework.ai.chat.client.ChatClient;
			import org.springframework.boot.SpringApplication;
			import org.springframework.boot.autoconfigure.SpringBootApplication;
			import org.springframework.web.bind.annotation.GetMapping;
			import org.springframework.web.bind.annotation.RequestParam;
			import org.springframework.web.bind.annotation.RestController;

			""";

	private static final Pattern TWO_PORTS = Pattern
		.compile("Tomcat started on port (\\d+ .*Tomcat started on port \\d+) ", Pattern.DOTALL);

	@TempDir
	private static Path folder;

	private static DemoProvider provider;

	private static DemoCollector collector;

	private static ChildJvm shop;

	private static LocalHttp application;

	private static LocalHttp management;

	@BeforeAll
	static void start() throws Exception {
		ReadmeSnippets readme = ReadmeSnippets.read();
		Path classes = Files.createDirectories(folder.resolve("classes"));
		Path sources = Files.createDirectories(folder.resolve("sources/com/example/shop"));
		Files.writeString(sources.resolve("ShopApplication.java"), IMPORTS + readme.snippet("application"));
		Files.writeString(classes.resolve("application.yml"),
				readme.snippet("application-yml") + "\n---\n" + readme.snippet("management-yml") + "\n");
		TestClassPath classPath = TestClassPath.full()
			.without("test-classes", "junit-", "spring-ai-ollama", "spring-ai-autoconfigure-model-ollama",
					"spring-ai-rag", "spring-ai-vector-store", "spring-boot-webflux", "spring-boot-starter-webflux",
					"spring-boot-test", "sample-app", "anthropic-", "spring-ai-anthropic",
					"spring-ai-starter-model-anthropic", "spring-ai-autoconfigure-model-anthropic")
			// the sample's classes where it was not packed
			.only((path) -> !path.endsWith(Path.of("sample-app", "target", "classes")));
		SourceCompiler.compile(folder.resolve("sources"), classes, classPath);
		provider = DemoProvider.start(0);
		collector = DemoCollector.start(0, "token-of-the-shop");
		shop = ChildJvm.start(classPath.before(classes), List.of(),
				Map.of("TOKENR_TOKEN", "token-of-the-shop", "TOKENR_URL", collector.trackUrl()),
				"com.example.shop.ShopApplication", "--server.port=0", "--management.server.port=0",
				"--spring.ai.openai.base-url=" + provider.openAiBaseUrl(), "--spring.ai.openai.api-key=a-key");
		String ports = shop.awaitOutput(TWO_PORTS);
		application = new LocalHttp(Integer.parseInt(ports.substring(0, ports.indexOf(' '))));
		management = new LocalHttp(Integer.parseInt(ports.substring(ports.lastIndexOf(' ') + 1)));
	}

	@AfterAll
	static void stop() {
		shop.close();
		collector.close();
		provider.close();
	}

	@Test
	void countsAndAttributesACall() {
		assertThat(application.get("/chat?customer=acme&question=Hello").status()).isEqualTo(401);

		LocalHttp.Answer answer = application.as("ops", "ops").get("/chat?customer=acme&question=Hello");

		assertThat(answer.status()).as(shop.output()).isEqualTo(200);
		assertThat(answer.body()).startsWith("Thanks for your patience.");
		JsonNode event = management.as("ops", "ops").get("/actuator/tokenr").json().path("latest").path(0);
		assertThat(event.path("service").asString()).isEqualTo("shop");
		assertThat(event.path("environment").asString()).isEqualTo("production");
		assertThat(event.path("agent_id").asString()).isEqualTo("shop-bot");
		assertThat(event.path("feature").asString()).isEqualTo("chat");
		assertThat(event.path("customer_id").asString()).isEqualTo("acme");
		assertThat(event.path("usage").path("input_tokens").asLong())
			.isEqualTo(provider.invoice().lines().get(0).input());
		Awaitility.await().atMost(ChildJvm.PATIENCE).until(() -> !collector.received().isEmpty());
		assertThat(collector.received().get(0)).containsEntry("agent_id", "shop-bot")
			.containsEntry("feature_name", "chat")
			.containsEntry("external_id", event.path("id").asString());
	}

	@Test
	void showsTotalsOnTheManagementPortToThoseWhoMay() {
		assertThat(management.get("/actuator/tokenr").status()).isEqualTo(401);
		assertThat(management.as("ops", "guessed").get("/actuator/tokenr").status()).isEqualTo(401);
		assertThat(management.as("ops", "ops").get("/actuator/metrics").json().path("names").toString())
			.contains("tokenr.reporter.events");
		LocalHttp.Answer answer = management.as("ops", "ops").get("/actuator/tokenr");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().path("totals").has("calls")).isTrue();
		assertThat(application.as("ops", "ops").get("/actuator/tokenr").status()).isEqualTo(404);
	}

	@Test
	void showsDetailsOfTheHealthToThoseWhoMay() {
		assertThat(management.get("/actuator/health").json().path("status").asString()).isEqualTo("UP");
		assertThat(management.get("/actuator/health/tokenr").status()).isEqualTo(404);
		LocalHttp.Answer owner = management.as("ops", "ops").get("/actuator/health/tokenr");
		assertThat(owner.json().path("status").asString()).isEqualTo("UP");
		assertThat(owner.json().path("details").path("delivery").asString()).isEqualTo("on");
	}

}
