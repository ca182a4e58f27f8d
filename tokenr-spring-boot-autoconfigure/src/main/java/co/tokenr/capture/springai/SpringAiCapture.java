package co.tokenr.capture.springai;

import java.util.function.Predicate;
import java.util.function.Supplier;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.capture.CaptureGuard;
import co.tokenr.capture.Run;
import co.tokenr.capture.ServedDetails;
import co.tokenr.capture.StreamUsageHint;
import co.tokenr.capture.TokenEstimator;
import co.tokenr.capture.TraceIds;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.UsageRecorder;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.model.ModelOptions;
import reactor.util.context.ContextView;

/**
 * What all ways of seeing a Spring AI call share: where calls are recorded, by what they
 * are read and which of them are under way. One for each application, so that those who
 * see the same call know of each other. Thread-safe.
 */
public final class SpringAiCapture {

	private final UsageRecorder recorder;

	private final SpringAiProviders providers;

	private final ServedDetails served;

	private final TraceIds traces;

	private final Predicate<CapturedSurface> surfaces;

	private final @Nullable TokenEstimator estimator;

	private final StreamUsageHint hint;

	private final boolean observed;

	private final CaptureGuard guard = new CaptureGuard();

	private final SpringAiUsageReader reader = new SpringAiUsageReader(this.guard);

	private final OpenRounds open = new OpenRounds();

	/**
	 * Creates what is shared.
	 * @param recorder takes the calls
	 * @param providers tells who answers them
	 * @param served what was read on the wire of their answers
	 * @param traces finds the traces that they belong to
	 * @param surfaces tells what is captured, asked at each call; a call that is not is
	 * left out altogether, also by seams further down the way
	 */
	public SpringAiCapture(UsageRecorder recorder, SpringAiProviders providers, ServedDetails served, TraceIds traces,
			Predicate<CapturedSurface> surfaces) {
		this(recorder, providers, served, traces, surfaces, null, new StreamUsageHint(), true);
	}

	/**
	 * Creates what is shared, and estimates usage that nobody reports.
	 * @param recorder takes the calls
	 * @param providers tells who answers them
	 * @param served what was read on the wire of their answers
	 * @param traces finds the traces that they belong to
	 * @param surfaces tells what is captured, asked at each call
	 * @param estimator counts the tokens of texts, {@code null} to hold no text at all
	 * @param hint told of streams without usage
	 * @param observed whether the observations of calls are told what those came to
	 */
	public SpringAiCapture(UsageRecorder recorder, SpringAiProviders providers, ServedDetails served, TraceIds traces,
			Predicate<CapturedSurface> surfaces, @Nullable TokenEstimator estimator, StreamUsageHint hint,
			boolean observed) {
		this.hint = hint;
		this.observed = observed;
		this.estimator = estimator;
		this.recorder = recorder;
		this.providers = providers;
		this.served = served;
		this.traces = traces;
		this.surfaces = surfaces;
		SurroundingContext.register();
	}

	boolean isEnabled() {
		return this.guard.get("ask whether tracking is on", this.recorder::isEnabled, false);
	}

	/**
	 * Asks whom the calls that begin now belong to.
	 * @param around the context in which they are made
	 * @param stream the Reactor context of a stream, {@code null} for a call
	 */
	AttributionContext resolve(AttributionContext around, @Nullable ContextView stream) {
		return this.guard.get("ask whom a call belongs to", () -> this.recorder.resolve(around, stream), around);
	}

	/**
	 * Begins a round.
	 * @return the round, {@code null} where it can't be watched
	 */
	@Nullable Round begin(RoundStart start) {
		try {
			return new Round(this, start);
		}
		catch (Throwable ex) {
			this.guard.swallow("begin to watch a call", ex);
			return null;
		}
	}

	/**
	 * Records what was read of a round, as the next of its run.
	 */
	void record(RoundReading reading, RoundStart start) {
		if (!this.guard.get("ask what is captured", () -> this.surfaces.test(start.surface()), true)) {
			return;
		}
		Run run = start.context().companion(Run.class);
		if (run != null) {
			reading.facts().run(run.id(), run.nextRound());
		}
		Attribution parameters = start.parameters();
		AttributionContext context = observed(start);
		this.guard.run("record a call", () -> {
			CapturedCall call = CapturedCall.of(reading.facts().build(), context, parameters)
				.withObjects(start.request().source(), reading.response());
			this.recorder.record((this.estimator != null)
					? call.withEstimate(
							new TextEstimate(this.estimator, start.request(), reading.model(), reading.texts()))
					: call);
		});
		if (start.streaming() && reading.isSilentlyOpenAi()) {
			this.guard.run("hint at usage", () -> this.hint.endedWithoutUsage(reading.endpoint()));
		}
	}

	private AttributionContext observed(RoundStart start) {
		Observation.Context observation = start.observation();
		return (this.observed && observation != null)
				? start.context().with(Attribution.NONE, new ObservedSpend(observation)) : start.context();
	}

	/**
	 * Has the observation of a turn told what the turn comes to.
	 * @param context the context of the turn
	 * @param run its run
	 * @param turn its observation, if there is one
	 * @return the context in which the turn is to be made
	 */
	AttributionContext observed(AttributionContext context, Run run, Observation.@Nullable Context turn) {
		return (this.observed && turn != null) ? context.with(Attribution.NONE, new ObservedRun(turn, run.id()))
				: context;
	}

	/**
	 * Reads a module's own options; a module of another version than ours keeps them.
	 */
	RequestOptions options(@Nullable ModelOptions options) {
		return this.guard.get("read the options of a request", () -> RequestOptions.read(options),
				RequestOptions.UNKNOWN);
	}

	/**
	 * Looks a trace up.
	 */
	TraceIds.@Nullable Span trace(Supplier<TraceIds.@Nullable Span> trace) {
		try {
			return trace.get();
		}
		catch (Throwable ex) {
			this.guard.swallow("look for a trace", ex);
			return null;
		}
	}

	boolean keepsTexts() {
		return this.estimator != null;
	}

	SpringAiProviders providers() {
		return this.providers;
	}

	SpringAiUsageReader reader() {
		return this.reader;
	}

	ServedDetails served() {
		return this.served;
	}

	TraceIds traces() {
		return this.traces;
	}

	OpenRounds open() {
		return this.open;
	}

	CaptureGuard guard() {
		return this.guard;
	}

}
