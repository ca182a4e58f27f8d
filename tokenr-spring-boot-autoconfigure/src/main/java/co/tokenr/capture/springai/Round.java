package co.tokenr.capture.springai;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.attribution.AttributionParameters;
import co.tokenr.capture.Run;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.LlmCallBuilder;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageSource;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;

/**
 * One round trip that is under way. Ends once, with the first of completion, error and
 * cancellation, and is recorded then, whatever could be read of it. Throws nothing.
 */
final class Round {

	private final RoundRecorder recorder;

	private final ChatClientRequest request;

	private final AttributionContext context;

	private final Attribution parameters;

	private final LlmCallBuilder call = LlmCall.builder("advisor");

	private final boolean streaming;

	private final Answer answer = new Answer();

	private final AtomicBoolean ended = new AtomicBoolean();

	private final AtomicLong firstChunk = new AtomicLong(-1);

	private final long started;

	Round(RoundRecorder recorder, ChatClientRequest request, AttributionContext context, boolean streaming) {
		this.recorder = recorder;
		this.request = request;
		this.context = context;
		this.parameters = recorder.guard()
			.get("read the parameters of a request", () -> AttributionParameters.read(request.context()::get),
					Attribution.NONE);
		this.streaming = streaming;
		this.call.streaming(streaming);
		Run run = context.companion(Run.class);
		if (run != null) {
			this.call.run(run.id(), run.nextRound());
		}
		this.started = System.nanoTime();
	}

	/**
	 * Looks at an answer or a chunk of one.
	 */
	void seen(@Nullable ChatClientResponse response) {
		if (this.firstChunk.get() == -1) {
			this.firstChunk.set(System.nanoTime() - this.started);
		}
		try {
			this.answer.add((response != null) ? response.chatResponse() : null);
		}
		catch (Throwable ex) {
			this.recorder.guard().swallow("read an answer", ex);
		}
	}

	void completed() {
		end(CallStatus.SUCCESS, null);
	}

	void failed(Throwable failure) {
		end(CallStatus.ERROR, failure);
	}

	void cancelled() {
		end(CallStatus.CANCELLED, null);
	}

	private void end(CallStatus status, @Nullable Throwable failure) {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		this.call.status(status).latency(Duration.ofNanos(System.nanoTime() - this.started));
		if (failure != null) {
			this.call.failure(unwrap(failure));
		}
		if (this.streaming && this.firstChunk.get() != -1) {
			this.call.timeToFirstToken(Duration.ofNanos(this.firstChunk.get()));
		}
		this.call.responseId(this.answer.id()).responseModel(this.answer.model());
		ChatResponse response = this.answer.response();
		this.recorder.guard().run("read a request", this::describe);
		this.recorder.guard().run("read a usage", () -> count(status));
		this.recorder.record(CapturedCall.of(this.call.build(), this.context, this.parameters)
			.withObjects(this.request.prompt(), response));
	}

	/**
	 * OpenAI's SDK fails its streams inside a future, which says nothing of the failure.
	 */
	private static Throwable unwrap(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof CompletionException && cause != null) ? cause : failure;
	}

	private void describe() {
		ChatOptions options = this.request.prompt().getOptions();
		this.call.requestModel((options != null) ? options.getModel() : null);
		String module = SpringAiModules.module(options, this.answer.usage());
		if (module != null) {
			this.call.provider(module);
			RequestOptions details = this.recorder.options(options, module);
			this.call.serviceTier(details.serviceTier());
			this.call.provider(this.recorder.providers().provider(module, details));
		}
	}

	private void count(CallStatus status) {
		Usage usage = this.answer.usage();
		if (usage == null) {
			return;
		}
		String module = SpringAiModules.module(this.request.prompt().getOptions(), usage);
		NativeUsage read = this.recorder.reader().read(usage, (module != null) ? module : "");
		boolean complete = status == CallStatus.SUCCESS && read.complete();
		if (read.counts() != TokenCounts.NONE) {
			this.call.usage(read.counts(), complete ? UsageSource.PROVIDER : UsageSource.PARTIAL);
		}
		if (read.serviceTier() != null) {
			this.call.serviceTier(read.serviceTier());
		}
	}

}
