package co.tokenr.benchmark;

import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.core.Ordered;
import reactor.core.publisher.Flux;

/**
 * What applications write by hand to count tokens: three counters by model and five tags,
 * looked up at each call.
 */
final class CountingAdvisor implements CallAdvisor, StreamAdvisor {

	static final String METER = "llm.tokens";

	private final MeterRegistry registry;

	CountingAdvisor(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
		ChatClientResponse response = chain.nextCall(request);
		count(response.chatResponse());
		return response;
	}

	@Override
	public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
		AtomicReference<@Nullable ChatResponse> last = new AtomicReference<>();
		return chain.nextStream(request)
			.doOnNext((response) -> last.set(response.chatResponse()))
			.doOnComplete(() -> count(last.get()));
	}

	private void count(@Nullable ChatResponse response) {
		if (response != null) {
			ChatResponseMetadata metadata = response.getMetadata();
			count("prompt", metadata.getModel(), metadata.getUsage().getPromptTokens());
			count("completion", metadata.getModel(), metadata.getUsage().getCompletionTokens());
			count("total", metadata.getModel(), metadata.getUsage().getTotalTokens());
		}
	}

	private void count(String type, String model, int tokens) {
		Counter.builder(METER)
			.tag("type", type)
			.tag("model", model)
			.tags("agent", "support", "feature", "answers", "team", "care", "channel", "web", "release", "7.2")
			.register(this.registry)
			.increment(tokens);
	}

	@Override
	public String getName() {
		return "token-counting";
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 1;
	}

}
