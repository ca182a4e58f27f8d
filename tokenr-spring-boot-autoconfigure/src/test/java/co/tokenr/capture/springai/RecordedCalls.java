package co.tokenr.capture.springai;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import co.tokenr.capture.Endpoint;
import co.tokenr.capture.ProviderEndpoints;
import co.tokenr.capture.ServedDetails;
import co.tokenr.capture.TraceIds;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.UsageRecorder;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;

/**
 * Keeps what is recorded.
 */
class RecordedCalls implements UsageRecorder {

	private final List<CapturedCall> calls = new CopyOnWriteArrayList<>();

	private final Set<CapturedSurface> off = EnumSet.noneOf(CapturedSurface.class);

	private final ServedDetails served = new ServedDetails();

	private final SpringAiCapture capture = capture(new Endpoint[0], TraceIds.NONE);

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

	ServedDetails served() {
		return this.served;
	}

	SpringAiCapture capture(Endpoint... endpoints) {
		if (endpoints.length == 0) {
			return this.capture;
		}
		return capture(endpoints, TraceIds.NONE);
	}

	private SpringAiCapture capture(Endpoint[] endpoints, TraceIds traces) {
		return new SpringAiCapture(this,
				new SpringAiProviders(new ProviderEndpoints(List.of(endpoints)), Map.<String, String>of()::get),
				this.served, traces, (surface) -> !this.off.contains(surface));
	}

	RecordedCalls without(CapturedSurface surface) {
		this.off.add(surface);
		return this;
	}

	TokenrChatClientCustomizer customizer(Endpoint... endpoints) {
		return new TokenrChatClientCustomizer(capture(endpoints));
	}

	TokenrModels models() {
		return new TokenrModels(this.capture);
	}

	ModelObservationHandler handler() {
		return new ModelObservationHandler(this.capture, new ModelObservationWatch());
	}

	/** A registry as Boot makes it, which knows our handler. */
	ObservationRegistry registry() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(handler());
		return registry;
	}

	ChatClient.Builder client(ChatModel model, Endpoint... endpoints) {
		ChatClient.Builder builder = ChatClient.builder(model);
		customizer(endpoints).customize(builder);
		return builder;
	}

}
