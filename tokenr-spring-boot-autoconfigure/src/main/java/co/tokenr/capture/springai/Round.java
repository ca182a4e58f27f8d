package co.tokenr.capture.springai;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import co.tokenr.capture.TraceIds;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.LlmCallBuilder;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Schedulers;

/**
 * One round trip that is under way, and the frame for the model calls that others see
 * inside it. Ends once, with the first of completion, error and cancellation, and whoever
 * is not inside another round decides then what is recorded. Throws nothing.
 */
final class Round {

	private static final long NOT_YET = -1;

	private static final Duration CLOSING = Duration.ofSeconds(2);

	private final SpringAiCapture capture;

	private final RoundStart start;

	private final LlmCallBuilder facts;

	private final Answer answer;

	private final List<Round> inside = new ArrayList<>(0);

	private final long started;

	private volatile long firstChunk = NOT_YET;

	private volatile Supplier<TraceIds.@Nullable Span> trace;

	private volatile @Nullable CallStatus status;

	private @Nullable Throwable failure;

	private long took;

	/** Whether another round decides over this one. */
	private boolean held;

	Round(SpringAiCapture capture, RoundStart start) {
		this.capture = capture;
		this.answer = new Answer(capture.keepsTexts());
		this.start = start;
		this.facts = LlmCall.builder(start.seenBy().value()).streaming(start.streaming());
		TraceIds.Span span = capture.trace(capture.traces()::current);
		this.trace = () -> span;
		Round outer = start.outer();
		// what a client does inside another one's round has a scope and a run of its own
		this.held = outer != null && outer.add(this) && start.seenBy() != RoundStart.SeenBy.ADVISOR;
		if (start.seenBy() != RoundStart.SeenBy.OBSERVATION) {
			capture.open().open(this);
		}
		this.started = System.nanoTime();
	}

	private synchronized boolean add(Round round) {
		if (this.status != null) {
			return false;
		}
		this.inside.add(round);
		return true;
	}

	/**
	 * Says where the trace of the call can be read once it has begun.
	 */
	void traced(Supplier<TraceIds.@Nullable Span> trace) {
		Supplier<TraceIds.@Nullable Span> around = this.trace;
		this.trace = () -> {
			TraceIds.Span span = trace.get();
			return (span != null) ? span : around.get();
		};
	}

	/**
	 * Looks at an answer or a chunk of one.
	 */
	void seen(@Nullable Object response) {
		if (this.firstChunk == NOT_YET) {
			this.firstChunk = System.nanoTime();
		}
		try {
			this.answer.add(response);
		}
		catch (Throwable ex) {
			this.capture.guard().swallow("read an answer", ex);
		}
	}

	void completed() {
		record(end(CallStatus.SUCCESS, null));
	}

	void failed(Throwable failure) {
		record(end(CallStatus.ERROR, failure));
	}

	void cancelled() {
		record(end(CallStatus.CANCELLED, null));
	}

	/**
	 * Ends a stream that its subscriber gives up. What it is decided at once, since calls
	 * inside may fail of being given up. An answer that has not said its id says it when
	 * it is closed, and is recorded then; that takes until the provider sends something
	 * where another thread is reading, and is not waited for much longer than usual.
	 * @param upstream gives up what is upstream
	 */
	void cancelled(Runnable upstream) {
		RoundVerdict verdict = end(CallStatus.CANCELLED, null);
		if (!verdict.counted() || !hasAnswered() || this.answer.id() != null) {
			record(verdict);
			upstream.run();
			return;
		}
		AtomicBoolean recorded = new AtomicBoolean();
		Runnable recording = () -> {
			if (recorded.compareAndSet(false, true)) {
				record(verdict);
			}
		};
		Disposable waiting = this.capture.guard()
			.get("wait for an answer to be closed",
					() -> Schedulers.parallel().schedule(recording, CLOSING.toMillis(), TimeUnit.MILLISECONDS),
					Disposables.disposed());
		try {
			this.capture.served().closing(upstream, this.answer::named);
		}
		finally {
			waiting.dispose();
			recording.run();
		}
	}

	private RoundVerdict end(CallStatus status, @Nullable Throwable failure) {
		boolean decides;
		synchronized (this) {
			if (this.status != null) {
				return RoundVerdict.NOTHING;
			}
			this.took = System.nanoTime();
			this.failure = failure;
			this.status = status;
			decides = !this.held;
		}
		this.capture.open().close(this);
		return decides ? settle() : RoundVerdict.NOTHING;
	}

	/**
	 * Leaves a round to itself: it is recorded when it has ended.
	 */
	private void release() {
		boolean decides;
		synchronized (this) {
			decides = this.held && this.status != null;
			this.held = false;
		}
		if (decides) {
			record(settle());
		}
	}

	private RoundVerdict settle() {
		return this.capture.guard().get("tell calls apart", () -> {
			RoundVerdict verdict = RoundVerdict.of(this, insideNow());
			verdict.apart().forEach(Round::release);
			return verdict;
		}, RoundVerdict.NOTHING);
	}

	private void record(RoundVerdict verdict) {
		if (verdict.counted()) {
			this.capture.guard().run("record a round", () -> record(verdict.answering()));
		}
	}

	/**
	 * Records this round.
	 * @param answering the call inside it whose answer is this round's, {@code null} for
	 * this round itself
	 */
	private void record(@Nullable Round answering) {
		Round call = (answering != null) ? answering.innermost() : this;
		// of several calls the one that answered began later than this round
		Round timed = (answering != null && insideNow().size() > 1) ? answering : this;
		CallStatus status = (this.status != null) ? this.status : CallStatus.SUCCESS;
		LlmCallBuilder facts = timed.facts;
		facts.status(status).latency(Duration.ofNanos(this.took - timed.started));
		if (status == CallStatus.ERROR) {
			facts.failure((this.failure != null) ? Failures.unwrap(this.failure) : null);
		}
		boolean aggregated = this.start.streaming() && this.start.seenBy() == RoundStart.SeenBy.OBSERVATION;
		if (this.start.streaming() && !aggregated && this.firstChunk != NOT_YET) {
			facts.timeToFirstToken(Duration.ofNanos(this.firstChunk - timed.started));
		}
		TraceIds.Span span = this.capture.trace(call.trace);
		if (span != null) {
			facts.trace(span.traceId(), span.spanId());
		}
		RoundReading reading = new RoundReading(this.capture, facts, call.start.request(), this.answer, status);
		reading.read(aggregated);
		this.capture.record(reading, this.start);
	}

	/** The call nearest to the provider, which knows best what was asked of it. */
	private Round innermost() {
		List<Round> inside = insideNow();
		return (inside.size() == 1) ? inside.get(0).innermost() : this;
	}

	synchronized List<Round> insideNow() {
		return this.inside.isEmpty() ? List.of() : List.copyOf(this.inside);
	}

	RoundStart start() {
		return this.start;
	}

	Answer answer() {
		return this.answer;
	}

	@Nullable CallStatus status() {
		return this.status;
	}

	boolean hasEnded() {
		return this.status != null;
	}

	boolean hasAnswered() {
		return this.firstChunk != NOT_YET;
	}

}
