package co.tokenr.capture.springai;

import co.tokenr.attribution.AttributionContext;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.core.Ordered;
import reactor.core.publisher.Flux;

/**
 * Records each round trip of a {@code ChatClient}: stands last before the model, inside
 * the tool loop, where every round passes with the usage that its provider reported.
 */
final class UsageRecordingAdvisor implements CallAdvisor, StreamAdvisor {

	/** At the lowest precedence itself an advisor ties with the model and may not run. */
	static final int ORDER = Ordered.LOWEST_PRECEDENCE - 1;

	private final RoundRecorder recorder;

	UsageRecordingAdvisor(RoundRecorder recorder) {
		this.recorder = recorder;
	}

	@Override
	public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
		Round round = this.recorder.isEnabled() ? this.recorder.begin(request, SurroundingContext.ofThread(), null)
				: null;
		if (round == null) {
			return chain.nextCall(request);
		}
		ChatClientResponse response;
		try {
			response = chain.nextCall(request);
		}
		catch (Throwable ex) {
			round.failed(ex);
			throw ex;
		}
		round.seen(response);
		round.completed();
		return response;
	}

	@Override
	public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
		Flux<ChatClientResponse> stream = chain.nextStream(request);
		if (!this.recorder.isEnabled()) {
			return stream;
		}
		AttributionContext assembly = SurroundingContext.ofThread();
		return new RoundFlux(stream, (subscriber) -> this.recorder.begin(request,
				SurroundingContext.ofStream(subscriber, assembly), subscriber));
	}

	@Override
	public String getName() {
		return "tokenr-usage";
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}
