package co.tokenr.capture.springai;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.capture.CallClaim;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.core.Ordered;
import reactor.core.publisher.Flux;
import reactor.util.context.ContextView;

/**
 * Records each round trip of a {@code ChatClient}: stands last before the model, inside
 * the tool loop, where every round passes with the usage that its provider reported.
 */
final class UsageRecordingAdvisor implements CallAdvisor, StreamAdvisor {

	/** At the lowest precedence itself an advisor ties with the model and may not run. */
	static final int ORDER = Ordered.LOWEST_PRECEDENCE - 1;

	private final SpringAiCapture capture;

	UsageRecordingAdvisor(SpringAiCapture capture) {
		this.capture = capture;
	}

	@Override
	public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
		if (!this.capture.isEnabled()) {
			return chain.nextCall(request);
		}
		ModelRequest prompt = ModelRequest.of(request.prompt());
		Round round = begin(request, prompt, SurroundingContext.ofThread(), null, this.capture.open().find(prompt));
		if (round == null) {
			return chain.nextCall(request);
		}
		ChatClientResponse response;
		try (OpenRounds.Entry entry = this.capture.open().enter(round); CallClaim claim = CallClaim.open()) {
			response = chain.nextCall(request);
		}
		catch (Throwable ex) {
			round.failed(ex);
			throw ex;
		}
		round.seen((response != null) ? response.chatResponse() : null);
		round.completed();
		return response;
	}

	@Override
	public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
		if (!this.capture.isEnabled()) {
			return chain.nextStream(request);
		}
		Flux<ChatClientResponse> stream = chain.nextStream(ClientRequests.withoutContext(request));
		AttributionContext assembly = SurroundingContext.ofThread();
		ModelRequest prompt = ModelRequest.of(request.prompt());
		return new RoundFlux<>(stream, this.capture.open(), ChatClientResponse::chatResponse,
				(subscriber) -> begin(request, prompt, SurroundingContext.ofStream(subscriber, assembly), subscriber,
						this.capture.open().find(prompt, subscriber)));
	}

	private @Nullable Round begin(ChatClientRequest request, ModelRequest prompt, AttributionContext around,
			@Nullable ContextView stream, @Nullable Round outer) {
		AttributionContext carried = ClientRequests.context(request);
		Attribution parameters = ClientRequests.parameters(request, this.capture.guard());
		return this.capture.begin(new RoundStart(RoundStart.SeenBy.ADVISOR, prompt,
				(carried != null) ? carried : this.capture.resolve(around, stream), parameters, stream != null,
				CapturedSurface.CHAT_CLIENT, outer, CurrentObservation.ofAdvisor(getName(), stream)));
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
