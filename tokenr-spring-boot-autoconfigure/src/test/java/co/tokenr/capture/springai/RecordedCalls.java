package co.tokenr.capture.springai;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import co.tokenr.capture.Endpoint;
import co.tokenr.capture.ProviderEndpoints;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.UsageRecorder;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;

/**
 * Keeps what is recorded.
 */
class RecordedCalls implements UsageRecorder {

	private final List<CapturedCall> calls = new CopyOnWriteArrayList<>();

	@Override
	public boolean isEnabled() {
		return true;
	}

	@Override
	public void record(CapturedCall call) {
		this.calls.add(call);
	}

	List<CapturedCall> calls() {
		return this.calls;
	}

	List<LlmCall> facts() {
		return this.calls.stream().map(CapturedCall::facts).toList();
	}

	CapturedCall call() {
		if (this.calls.size() != 1) {
			throw new AssertionError("Expected one call but there are " + facts());
		}
		return this.calls.get(0);
	}

	LlmCall fact() {
		return call().facts();
	}

	TokenrChatClientCustomizer customizer(Endpoint... endpoints) {
		return new TokenrChatClientCustomizer(this,
				new SpringAiProviders(new ProviderEndpoints(List.of(endpoints)), Map.<String, String>of()::get));
	}

	ChatClient.Builder client(ChatModel model, Endpoint... endpoints) {
		ChatClient.Builder builder = ChatClient.builder(model);
		customizer(endpoints).customize(builder);
		return builder;
	}

}
