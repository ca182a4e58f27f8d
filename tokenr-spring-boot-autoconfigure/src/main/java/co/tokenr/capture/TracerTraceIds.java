package co.tokenr.capture;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import org.jspecify.annotations.Nullable;

/**
 * Finds traces by Micrometer Tracing. The only class that imports it.
 */
public final class TracerTraceIds implements TraceIds {

	private final Supplier<@Nullable Tracer> tracer;

	private volatile @Nullable Tracer known;

	private volatile boolean asked;

	/**
	 * Creates a finder.
	 * @param tracer gives the tracer, {@code null} where the application has none; asked
	 * once, at the first call
	 */
	public TracerTraceIds(Supplier<@Nullable Tracer> tracer) {
		this.tracer = tracer;
	}

	@Override
	public @Nullable Span current() {
		Tracer tracer = tracer();
		return (tracer != null) ? span(tracer.currentSpan()) : null;
	}

	private @Nullable Tracer tracer() {
		if (!this.asked) {
			this.known = this.tracer.get();
			this.asked = true;
		}
		return this.known;
	}

	@Override
	public @Nullable Span of(Observation.ContextView observation) {
		TracingContext context = observation.get(TracingContext.class);
		return (context != null) ? span(context.getSpan()) : null;
	}

	private static @Nullable Span span(io.micrometer.tracing.@Nullable Span span) {
		if (span == null) {
			return null;
		}
		TraceContext context = span.context();
		// a span that is not recorded has ids of no characters
		return context.traceId().isEmpty() ? null : new Span(context.traceId(), context.spanId());
	}

}
