package co.tokenr.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import co.tokenr.it.provider.LoopbackProvider;
import co.tokenr.it.provider.UnreliableGate;
import co.tokenr.usage.UsageEvent;
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientAsync;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClientAsync;
import com.example.demo.DemoInvoice.Line;
import com.example.demo.DemoProvider;
import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * An application with every capture surface at work that makes each call there is, in a
 * JVM of its own, and writes a row for each.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(TenantController.class)
class EveryCallApplication {

	private static final RecordingListener LISTENER = new RecordingListener();

	@Bean
	RecordingListener recordingListener() {
		return LISTENER;
	}

	@Bean
	OpenAIClient openAiSdk(@Value("${spring.ai.openai.base-url}") String baseUrl) {
		return OpenAIOkHttpClient.builder().baseUrl(baseUrl).apiKey("openai-key").build();
	}

	@Bean
	OpenAIClientAsync openAiSdkAsync(@Value("${spring.ai.openai.base-url}") String baseUrl) {
		return OpenAIOkHttpClientAsync.builder().baseUrl(baseUrl).apiKey("openai-key").build();
	}

	@Bean
	OpenAIClient otherOpenAiSdk(@Value("${spring.ai.openai.embedding.base-url}") String baseUrl) {
		return OpenAIOkHttpClient.builder().baseUrl(baseUrl).apiKey("openai-key").build();
	}

	@Bean
	AnthropicClient anthropicSdk(@Value("${spring.ai.anthropic.base-url}") String baseUrl) {
		return AnthropicOkHttpClient.builder().baseUrl(baseUrl).apiKey("anthropic-key").build();
	}

	@Bean
	AnthropicClientAsync anthropicSdkAsync(@Value("${spring.ai.anthropic.base-url}") String baseUrl) {
		return AnthropicOkHttpClientAsync.builder().baseUrl(baseUrl).apiKey("anthropic-key").build();
	}

	public static void main(String[] args) throws Exception {
		Path rows = Path.of(args[0]);
		Assert.state(ClassUtils.isPresent("org.springframework.boot.actuate.endpoint.annotation.Endpoint",
				null) == Boolean.parseBoolean(args[1]),
				"The actuator is there where it should not be, or not where it should");
		try (DemoProvider chat = DemoProvider.builder().chunkPause(Duration.ofMillis(1)).start();
				LoopbackProvider other = new LoopbackProvider();
				UnreliableGate gate = new UnreliableGate();
				ConfigurableApplicationContext context = start(WebApplicationType.SERVLET, chat, other, gate);
				ConfigurableApplicationContext reactive = start(WebApplicationType.REACTIVE, chat, other, gate)) {
			TestBed bed = new TestBed(context, chat, other, gate);
			Files.write(rows, run(bed, cells(bed, reactive)).stream().map(TableRow::toString).toList());
		}
		// the vendors' HTTP clients keep threads for a minute
		System.exit(0);
	}

	private static ConfigurableApplicationContext start(WebApplicationType type, DemoProvider chat,
			LoopbackProvider other, UnreliableGate gate) {
		return new SpringApplicationBuilder(EveryCallApplication.class).web(type).run(properties(chat, other, gate));
	}

	private static List<Cell> cells(TestBed bed, ConfigurableApplicationContext reactive) {
		List<Cell> cells = new ArrayList<>(ChatCells.of(bed));
		cells.addAll(EmbeddingCells.of(bed));
		cells.addAll(HttpCells.of(bed));
		cells.addAll(SdkCells.of(bed));
		cells.addAll(ControllerCells.of(bed, reactive));
		cells.addAll(NestedCells.of(bed));
		cells.addAll(TroubleCells.of(bed));
		cells.addAll(HttpTroubleCells.of(bed));
		return cells;
	}

	private static List<TableRow> run(TestBed bed, List<Cell> cells) {
		List<TableRow> rows = new ArrayList<>();
		int seen = 0;
		List<Line> known = bed.lines();
		for (Cell cell : cells) {
			String tenant = "tenant-" + rows.size();
			Throwable failure = failure(cell, tenant);
			List<Line> lines = new ArrayList<>(bed.lines());
			known.forEach(lines::remove);
			int expected = seen
					+ ((cell.promise().outcomes() != null) ? cell.promise().outcomes().size() : lines.size());
			TestBed.await(() -> LISTENER.events().size() >= expected);
			List<UsageEvent> events = LISTENER.events().subList(seen, LISTENER.events().size());
			rows.add(new CellVerdict(cell, tenant, List.copyOf(events), lines).row(failure));
			known = bed.lines();
			seen += events.size();
		}
		return rows;
	}

	private static @Nullable Throwable failure(Cell cell, String tenant) {
		try {
			cell.action().run(tenant);
			return null;
		}
		catch (Throwable ex) {
			return ex;
		}
	}

	private static String[] properties(DemoProvider chat, LoopbackProvider other, UnreliableGate gate) {
		Map<String, String> all = new LinkedHashMap<>();
		// the sample's application.yml is on the class path, and not meant
		all.put("spring.config.name", "every-call-application");
		all.put("spring.application.name", "every-call-application");
		all.put("server.port", "0");
		all.put("server.address", "127.0.0.1");
		all.put("spring.ai.openai.base-url", chat.openAiBaseUrl());
		all.put("spring.ai.openai.api-key", "openai-key");
		all.put("spring.ai.openai.chat.model", ChatWires.model(ChatWires.OPENAI));
		all.put("spring.ai.openai.embedding.base-url", other.baseUrl() + "/openai/v1");
		all.put("spring.ai.anthropic.base-url", chat.anthropicBaseUrl());
		all.put("spring.ai.anthropic.api-key", "anthropic-key");
		all.put("spring.ai.anthropic.chat.model", ChatWires.model(ChatWires.ANTHROPIC));
		all.put("spring.ai.ollama.base-url", other.baseUrl() + "/ollama");
		all.put("spring.ai.ollama.chat.model", ChatWires.model(ChatWires.OLLAMA));
		all.put("spring.ai.retry.backoff.initial-interval", "50ms");
		all.put("tokenr.capture.endpoints[0].base-url", chat.openAiBaseUrl());
		all.put("tokenr.capture.endpoints[0].provider", "openai");
		all.put("tokenr.capture.endpoints[1].base-url", chat.anthropicBaseUrl());
		all.put("tokenr.capture.endpoints[1].provider", "anthropic");
		all.put("tokenr.capture.endpoints[2].base-url", other.baseUrl() + "/ollama");
		all.put("tokenr.capture.endpoints[2].provider", "ollama");
		all.put("tokenr.capture.endpoints[3].base-url", other.baseUrl() + "/openai/v1");
		all.put("tokenr.capture.endpoints[3].provider", "openai");
		all.put("tokenr.capture.endpoints[4].base-url", gate.stalled().replace("/stalled", ""));
		all.put("tokenr.capture.endpoints[4].provider", "openai");
		all.put("logging.level.org.springframework.ai.chat.model.MessageAggregator", "off");
		return all.entrySet().stream().map((property) -> "--" + property).toArray(String[]::new);
	}

}
