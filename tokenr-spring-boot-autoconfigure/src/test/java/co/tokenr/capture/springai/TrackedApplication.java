package co.tokenr.capture.springai;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import co.tokenr.DefaultTokenr;
import co.tokenr.DeliveryControl;
import co.tokenr.Tokenr;
import co.tokenr.TokenrControl;
import co.tokenr.TokenrSwitches;
import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionResolver;
import co.tokenr.capture.ProviderEndpoints;
import co.tokenr.capture.ServedDetails;
import co.tokenr.capture.TraceIds;
import co.tokenr.ledger.LatestEvents;
import co.tokenr.ledger.RunningTotals;
import co.tokenr.pipeline.Attributor;
import co.tokenr.pipeline.EventPublisher;
import co.tokenr.pipeline.PipelineCounts;
import co.tokenr.pipeline.UsageEstimation;
import co.tokenr.pipeline.UsagePipeline;
import co.tokenr.usage.Cost;
import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.Origin;
import co.tokenr.usage.UsageEvent;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.function.FunctionToolCallback;

/**
 * All that lies between a call and its event, without a context around it.
 */
final class TrackedApplication implements AutoCloseable {

	private final Queue<UsageEvent> events = new ConcurrentLinkedQueue<>();

	private final PipelineCounts counts = new PipelineCounts();

	private final EventPublisher publisher = new EventPublisher(() -> List.of((InlineUsageListener) this.events::add),
			this.counts);

	private final UsagePipeline pipeline;

	private final Tokenr tokenr;

	private final TokenrChatClientCustomizer customizer;

	TrackedApplication(AttributionResolver... resolvers) {
		this.pipeline = new UsagePipeline(() -> true, new Origin("shop", null, null),
				new UsageEstimation(() -> false, this.counts),
				new Attributor(Attribution.NONE, List::of, () -> List.of(resolvers), this.counts),
				(call) -> Cost.UNPRICED, this.publisher, this.counts);
		this.tokenr = new DefaultTokenr(this.pipeline, new RunningTotals(), new LatestEvents(1),
				new TokenrControl(new TokenrSwitches(true, false), DeliveryControl.NONE, (event) -> {
				}));
		this.customizer = new TokenrChatClientCustomizer(new SpringAiCapture(this.pipeline,
				new SpringAiProviders(new ProviderEndpoints(List.of()), Map.<String, String>of()::get),
				new ServedDetails(), TraceIds.NONE, (surface) -> true));
	}

	Tokenr tokenr() {
		return this.tokenr;
	}

	/**
	 * Builds a client whose model uses a tool where it is asked to "use tool".
	 */
	ChatClient client(Runnable tool) {
		ChatClient.Builder builder = ChatClient.builder(new ToolUsingChatModel());
		this.customizer.customize(builder);
		return builder.defaultTools(FunctionToolCallback.builder("tool", () -> {
			tool.run();
			return "used";
		}).description("Does something").build()).build();
	}

	ChatClient client() {
		return client(() -> {
		});
	}

	void track() {
		this.tokenr.track("acme", "by-hand", (call) -> call.inputTokens(1).outputTokens(1));
	}

	List<UsageEvent> events() {
		return List.copyOf(this.events);
	}

	List<Attribution> attributions() {
		return this.events.stream().map(UsageEvent::attribution).toList();
	}

	long failures() {
		return this.counts.failures();
	}

	@Override
	public void close() {
		this.publisher.close();
	}

	static void ask(ChatClient client, String prompt, boolean streaming) {
		if (streaming) {
			client.prompt(prompt).stream().content().blockLast(Duration.ofSeconds(30));
		}
		else {
			client.prompt(prompt).call().content();
		}
	}

}
