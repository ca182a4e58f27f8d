package co.tokenr.capture;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import co.tokenr.response.ResponseUsage;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.LlmCallBuilder;
import co.tokenr.usage.Operation;
import co.tokenr.usage.UsageCounters;
import co.tokenr.usage.UsageSource;
import org.jspecify.annotations.Nullable;

/**
 * One request to a model while it runs, from its start to the first signal that ends it:
 * whatever else comes then, the call is recorded once. Nothing that is called here
 * throws. Signals may come from any thread.
 */
public final class HttpCall implements BodyListener {

	private static final int FIRST_ERROR = 400;

	private final LlmCallBuilder facts;

	private final LlmPath path;

	private final CaptureGuard guard;

	private final Consumer<LlmCall> record;

	private final AnswerReading answer;

	private volatile RequestLook request = new RequestLook();

	private final long start = System.nanoTime();

	private final AtomicBoolean finished = new AtomicBoolean();

	private volatile int status;

	private volatile boolean streamed;

	private volatile long firstByte;

	HttpCall(LlmCallBuilder facts, String provider, LlmPath path, CaptureGuard guard, Consumer<LlmCall> record) {
		this.facts = facts;
		this.path = path;
		this.guard = guard;
		this.record = record;
		this.answer = new AnswerReading(provider);
	}

	/**
	 * The body of the request is about to be written, as happens anew at each attempt.
	 */
	public void requesting() {
		this.request = new RequestLook();
	}

	/**
	 * Takes bytes of the request's body, which are looked at and not kept.
	 * @param bytes holds the bytes
	 * @param offset index of the first
	 * @param length how many
	 */
	public void requested(byte[] bytes, int offset, int length) {
		try {
			this.request.read(bytes, offset, length);
		}
		catch (Throwable ex) {
			this.guard.swallow("look at a request", ex);
		}
	}

	/**
	 * Takes what stands before the body of the answer.
	 * @param status the HTTP status
	 * @param contentType the content type, {@code null} where the answer has none
	 */
	public void responded(int status, @Nullable String contentType) {
		this.status = status;
		if (contentType != null) {
			String type = contentType.toLowerCase(Locale.ROOT);
			this.streamed = type.startsWith("text/event-stream") || type.startsWith("application/x-ndjson")
					|| type.startsWith("application/vnd.amazon.eventstream");
		}
	}

	/**
	 * Tells whether an answer has begun.
	 * @return whether {@link #responded} was called
	 */
	public boolean isResponded() {
		return this.status != 0;
	}

	@Override
	public void read(byte[] bytes, int offset, int length) {
		if (this.finished.get()) {
			return;
		}
		if (this.firstByte == 0) {
			this.firstByte = System.nanoTime();
		}
		try {
			this.answer.read(bytes, offset, length);
		}
		catch (Throwable ex) {
			this.guard.swallow("read an answer", ex);
		}
	}

	@Override
	public void ended() {
		finish(Ending.WHOLE, null);
	}

	/**
	 * The application closed the body. That ends a stream before its time; of other
	 * answers a client often leaves the last bytes unread.
	 */
	@Override
	public void stopped() {
		finish(Ending.STOPPED, null);
	}

	/**
	 * The application gave the call up.
	 */
	public void cancelled() {
		finish(Ending.CANCELLED, null);
	}

	@Override
	public void failed(Throwable failure) {
		finish(Ending.FAILED, failure);
	}

	private void finish(Ending ending, @Nullable Throwable failure) {
		if (this.finished.compareAndSet(false, true)) {
			try {
				this.record.accept(facts(ending, failure));
			}
			catch (Throwable ex) {
				this.guard.swallow("record a call", ex);
			}
		}
	}

	private LlmCall facts(Ending ending, @Nullable Throwable failure) {
		long end = System.nanoTime();
		boolean done = this.answer.isDone();
		ResponseUsage read = this.answer.finish(ending == Ending.WHOLE);
		RequestLook asked = this.request;
		request(asked);
		boolean streaming = this.streamed || this.path.streaming() || asked.isStream();
		this.facts.streaming(streaming).latency(Duration.ofNanos(end - this.start));
		if (streaming && this.firstByte != 0) {
			this.facts.timeToFirstToken(Duration.ofNanos(this.firstByte - this.start));
		}
		answer(read);
		if (failure != null) {
			this.facts.failure(failure);
		}
		else if (this.status >= FIRST_ERROR || read.errorType() != null) {
			this.facts.failureType((read.errorType() != null) ? read.errorType() : "http_" + this.status);
		}
		else if (!done && !read.complete() && ending.isCancelling(streaming)) {
			this.facts.status(CallStatus.CANCELLED);
		}
		else if (this.path.operation() == Operation.SPEECH) {
			speech(asked, read);
		}
		return this.facts.build();
	}

	private void request(RequestLook asked) {
		String model = asked.model();
		this.facts.requestModel((model != null) ? model : this.path.model())
			.serviceTier(asked.serviceTier())
			.speed(asked.speed());
	}

	private void answer(ResponseUsage read) {
		this.facts.responseId(read.responseId())
			.responseModel(read.responseModel())
			.region(read.region())
			.usage(read.usage(), read.source())
			.counters(read.counters())
			.iterations(read.iterations())
			.providerCost(read.providerCost());
		if (read.serviceTier() != null) {
			this.facts.serviceTier(read.serviceTier());
		}
		if (read.speed() != null) {
			this.facts.speed(read.speed());
		}
	}

	/** Spoken text is billed by its length, which no answer states. */
	private void speech(RequestLook asked, ResponseUsage read) {
		Long characters = asked.inputCharacters();
		if (characters != null && read.source() == UsageSource.MISSING) {
			this.facts.counters(new UsageCounters(null, null, null, null, characters, null))
				.usage(read.usage(), UsageSource.ESTIMATED);
		}
	}

	private enum Ending {

		WHOLE, STOPPED, CANCELLED, FAILED;

		boolean isCancelling(boolean streaming) {
			return this == CANCELLED || (this == STOPPED && streaming);
		}

	}

}
