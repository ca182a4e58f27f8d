package co.tokenr.capture.springai;

import java.util.concurrent.atomic.LongAdder;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
import org.springframework.ai.model.observation.ModelObservationContext;
import org.springframework.core.Ordered;

/**
 * Notices whether observations of models are switched off, as by
 * {@code management.observations.enable.gen_ai=false}: then nobody sees the calls that
 * only an observation shows. Is asked before every other predicate and agrees to
 * everything. Thread-safe.
 */
public final class ModelObservationWatch implements ObservationPredicate, Ordered {

	private final LongAdder asked = new LongAdder();

	private final LongAdder started = new LongAdder();

	/**
	 * Creates a watch that has noticed nothing yet.
	 */
	public ModelObservationWatch() {
	}

	@Override
	public boolean test(String name, Observation.Context context) {
		if (context instanceof ModelObservationContext && !(context instanceof ObservationProbe)) {
			this.asked.increment();
		}
		return true;
	}

	void started() {
		this.started.increment();
	}

	/**
	 * Tells whether a model was called whose observation never started. A call that
	 * begins at this very moment may be taken for one.
	 * @return whether observations of models are or were switched off
	 */
	public boolean isAnyDisabled() {
		long asked = this.asked.sum();
		return asked > this.started.sum();
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
