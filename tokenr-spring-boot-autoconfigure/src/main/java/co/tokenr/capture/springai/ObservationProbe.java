package co.tokenr.capture.springai;

import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.observation.ModelObservationContext;
import org.springframework.ai.observation.AiOperationMetadata;

/**
 * Asks a registry whether the observation of a model would come to our handler: prepares
 * one that is never started, for which the registry asks its predicates and chooses its
 * handlers, and nobody is told of a call.
 */
final class ObservationProbe extends ModelObservationContext<Prompt, Object> {

	private static final String NAME = "gen_ai.client.operation";

	private volatile boolean chosen;

	private ObservationProbe() {
		super(new Prompt(List.of()), AiOperationMetadata.builder().operationType("chat").provider("tokenr").build());
	}

	/**
	 * Asks a registry.
	 */
	static Result of(ObservationRegistry registry) {
		if (registry.isNoop()) {
			return Result.NOOP;
		}
		ObservationProbe probe = new ObservationProbe();
		Observation observation = Observation.createNotStarted(NAME, () -> probe, registry);
		if (probe.chosen) {
			return Result.OBSERVED;
		}
		return observation.isNoop() ? Result.DISABLED : Result.NOT_HANDLED;
	}

	/**
	 * Our handler is chosen.
	 */
	void choose() {
		this.chosen = true;
	}

	/** What comes of an observation. */
	enum Result {

		/** Our handler sees it. */
		OBSERVED,

		/** The registry observes nothing. */
		NOOP,

		/** A predicate is against it. */
		DISABLED,

		/** Our handler is not there. */
		NOT_HANDLED

	}

}
