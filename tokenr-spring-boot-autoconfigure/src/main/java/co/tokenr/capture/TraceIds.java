package co.tokenr.capture;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Finds the trace that a call belongs to. Thread-safe; the ids are those of the tracing
 * library, as text.
 */
public interface TraceIds {

	/** Knows no trace. */
	TraceIds NONE = new TraceIds() {

		@Override
		public @Nullable Span current() {
			return null;
		}

		@Override
		public @Nullable Span of(Observation.ContextView observation) {
			return null;
		}

	};

	/**
	 * Returns the span that is open on the current thread.
	 * @return the span, {@code null} where there is none
	 */
	@Nullable Span current();

	/**
	 * Returns the span of an observation, which it has from its start on.
	 * @param observation the observation's context
	 * @return the span, {@code null} where it has none
	 */
	@Nullable Span of(Observation.ContextView observation);

	/**
	 * A span and its trace.
	 *
	 * @param traceId id of the trace
	 * @param spanId id of the span
	 */
	record Span(String traceId, String spanId) {

	}

}
