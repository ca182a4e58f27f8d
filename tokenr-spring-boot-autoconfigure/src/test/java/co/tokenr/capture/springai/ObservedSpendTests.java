package co.tokenr.capture.springai;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import co.tokenr.attribution.Attribution;
import co.tokenr.capture.ProviderEndpoints;
import co.tokenr.capture.ServedDetails;
import co.tokenr.capture.StreamUsageHint;
import co.tokenr.capture.TraceIds;
import co.tokenr.pipeline.Attributor;
import co.tokenr.pipeline.EventPublisher;
import co.tokenr.pipeline.PipelineCounts;
import co.tokenr.pipeline.UsageEstimation;
import co.tokenr.pipeline.UsagePipeline;
import co.tokenr.usage.Cost;
import co.tokenr.usage.CostStatus;
import co.tokenr.usage.Origin;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.observation.AdvisorObservationContext;
import org.springframework.ai.chat.client.observation.ChatClientObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.tool.function.FunctionToolCallback;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the observations of calls say when they end, as a tracer finds them.
 */
class ObservedSpendTests {

	private static final Cost COST = new Cost(new BigDecimal("0.0000015"), "USD", CostStatus.EXACT, "card", null, null,
			List.of());

	private final WireServer server = new WireServer();

	private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final PipelineCounts counts = new PipelineCounts();

	private final EventPublisher publisher = new EventPublisher(List::of, this.counts);

	@AfterEach
	void close() {
		this.server.close();
		this.publisher.close();
		assertThat(this.counts.failures()).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void tellsTheAdvisorsObservationOfEachRound(boolean streaming) {
		this.server.answers("openai/round-3-answer." + (streaming ? "sse" : "json"));
		SpringAiCapture capture = capture(true);
		ChatClient.Builder builder = ChatClient.builder(model(capture), this.registry, null, null);
		new TokenrChatClientCustomizer(capture).customize(builder);
		TrackedApplication.ask(builder.defaultAdvisors(TokenrAdvisorParams.customer("acme")).build(), "How many?",
				streaming);
		Map<String, String> said = said(AdvisorObservationContext.class, "tokenr-usage");
		assertThat(said).containsEntry("gen_ai.usage.cost", "0.0000015")
			.containsEntry("tokenr.usage.cost_status", "exact")
			.containsEntry("tokenr.usage.source", "provider")
			.containsEntry("tokenr.usage.input_tokens", "330")
			.containsEntry("tokenr.usage.cache_read_input_tokens", "192")
			.containsEntry("tokenr.usage.output_tokens", "42")
			.containsEntry("tokenr.customer_id", "acme")
			.containsKeys("tokenr.run_id", "tokenr.event_id");
	}

	@ParameterizedTest
	@CsvSource({ "true, json", "true, sse", "false, json" })
	void tellsTheObservationOfATurnWhatItsRoundsComeToTogether(boolean observed, String wire) {
		this.server.answers("openai/round-1-tool-call." + wire, "openai/round-2-tool-call." + wire,
				"openai/round-3-answer." + wire);
		SpringAiCapture capture = capture(observed);
		ChatClient.Builder builder = ChatClient.builder(model(capture), this.registry, null, null);
		new TokenrChatClientCustomizer(capture).customize(builder);
		builder.defaultTools(FunctionToolCallback.builder("stock", (Map<String, Object> item) -> "3")
			.description("How many are left")
			.inputType(Map.class)
			.build());
		TrackedApplication.ask(builder.build(), "How many?", wire.equals("sse"));
		Map<String, String> said = said(ChatClientObservationContext.class, null);
		assertThat(this.server.requests()).hasSize(3);
		if (!observed) {
			assertThat(said.keySet()).noneMatch((key) -> key.startsWith("tokenr."));
			return;
		}
		assertThat(said).containsEntry("tokenr.run.calls", "3")
			.containsEntry("tokenr.run.cost", "0.0000045")
			.containsEntry("tokenr.run.cost_currency", "USD")
			.containsEntry("tokenr.run.input_tokens", "660")
			.containsEntry("tokenr.run.output_tokens", "93")
			.containsKey("tokenr.run_id")
			.doesNotContainKey("tokenr.run.unpriced_calls");
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "false, false" })
	void tellsTheModelsObservationOfADirectCallUnlessSwitchedOff(boolean observed, boolean told) {
		this.server.answers("openai/round-3-answer.json");
		model(capture(observed)).call("How many?");
		Map<String, String> said = said(ChatModelObservationContext.class, null);
		assertThat(said.containsKey("gen_ai.usage.cost")).isEqualTo(told);
		assertThat(said.containsKey("tokenr.usage.input_tokens")).isEqualTo(told);
	}

	@Test
	void leavesWhatSomebodyElseSaid() {
		String key = "gen_ai.usage.cost";
		this.server.answers("openai/round-3-answer.json");
		OpenAiChatModel model = model(capture(true));
		this.registry.observationConfig().observationHandler(new ObservationHandler<ChatModelObservationContext>() {

			@Override
			public void onStart(ChatModelObservationContext context) {
				context.addLowCardinalityKeyValue(KeyValue.of(key, "theirs"));
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof ChatModelObservationContext;
			}

		});
		model.call("How many?");
		assertThat(said(ChatModelObservationContext.class, null)).doesNotContainKey(key)
			.containsEntry("tokenr.usage.cost_status", "exact");
	}

	/** A tracer's handler stands before ours, and so hears of the end after it. */
	private OpenAiChatModel model(SpringAiCapture capture) {
		this.registry.observationConfig()
			.observationHandler(new Ends(this.ended))
			.observationHandler(new ModelObservationHandler(capture, new ModelObservationWatch()));
		return OpenAiModels.chat(this.server, this.registry);
	}

	private SpringAiCapture capture(boolean observed) {
		UsagePipeline pipeline = new UsagePipeline(() -> true, new Origin("shop", null, null),
				new UsageEstimation(() -> false, this.counts),
				new Attributor(Attribution.NONE, List::of, List::of, this.counts), (call) -> COST, this.publisher,
				this.counts);
		return new SpringAiCapture(pipeline,
				new SpringAiProviders(new ProviderEndpoints(List.of()), Map.<String, String>of()::get),
				new ServedDetails(), TraceIds.NONE, (surface) -> true, null, new StreamUsageHint(), observed);
	}

	private Map<String, String> said(Class<?> type, @Nullable String advisor) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.until(() -> this.ended.stream()
				.filter((one) -> type.isInstance(one.context()))
				.filter((one) -> advisor == null || (one.context() instanceof AdvisorObservationContext context
						&& advisor.equals(context.getAdvisorName())))
				.findFirst()
				.orElse(null), (one) -> one != null)
			.said();
	}

	private record Ended(Observation.Context context, Map<String, String> said) {
	}

	private record Ends(Queue<Ended> ended) implements ObservationHandler<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		@Override
		public void onStop(Observation.Context context) {
			Map<String, String> said = new LinkedHashMap<>();
			context.getHighCardinalityKeyValues().forEach((value) -> said.put(value.getKey(), value.getValue()));
			this.ended.add(new Ended(context, said));
		}

	}

}
