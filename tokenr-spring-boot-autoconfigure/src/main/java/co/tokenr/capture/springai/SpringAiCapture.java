package co.tokenr.capture.springai;

import co.tokenr.attribution.AttributionContext;
import co.tokenr.capture.CaptureGuard;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.UsageRecorder;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.prompt.ChatOptions;
import reactor.util.context.ContextView;

/**
 * What all rounds share: where they are recorded and by what they are read.
 */
final class RoundRecorder {

	private final UsageRecorder recorder;

	private final SpringAiProviders providers;

	private final CaptureGuard guard;

	private final SpringAiUsageReader reader;

	RoundRecorder(UsageRecorder recorder, SpringAiProviders providers, CaptureGuard guard) {
		this.recorder = recorder;
		this.providers = providers;
		this.guard = guard;
		this.reader = new SpringAiUsageReader(guard);
	}

	boolean isEnabled() {
		return this.guard.get("ask whether tracking is on", this.recorder::isEnabled, false);
	}

	/**
	 * Begins a round.
	 * @param request the request
	 * @param around the context in which the call is made, where the request carries none
	 * @param stream the Reactor context of a stream, {@code null} for a call
	 * @return the round, {@code null} where it can't be watched
	 */
	@Nullable Round begin(ChatClientRequest request, AttributionContext around, @Nullable ContextView stream) {
		try {
			Object carried = request.context().get(AttributionContext.KEY);
			return new Round(this, request,
					(carried instanceof AttributionContext context) ? context : resolve(around, stream),
					stream != null);
		}
		catch (Throwable ex) {
			this.guard.swallow("begin to watch a call", ex);
			return null;
		}
	}

	/**
	 * Asks whom the calls of a turn belong to.
	 * @param around the context in which the turn is made
	 * @param stream the Reactor context of a stream, {@code null} for a call
	 */
	AttributionContext resolve(AttributionContext around, @Nullable ContextView stream) {
		return this.guard.get("ask whom a call belongs to", () -> this.recorder.resolve(around, stream), around);
	}

	void record(CapturedCall call) {
		this.guard.run("record a call", () -> this.recorder.record(call));
	}

	/**
	 * Reads a module's own options; a module of another version than ours keeps them.
	 */
	RequestOptions options(@Nullable ChatOptions options, String module) {
		return this.guard.get("read the options of a request", () -> RequestOptions.read(options, module),
				RequestOptions.UNKNOWN);
	}

	SpringAiProviders providers() {
		return this.providers;
	}

	SpringAiUsageReader reader() {
		return this.reader;
	}

	CaptureGuard guard() {
		return this.guard;
	}

}
