package co.tokenr.capture.springai;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.advisor.observation.AdvisorObservationContext;
import reactor.util.context.ContextView;

/**
 * Finds the observation that a client keeps of an advisor while it runs.
 */
final class CurrentObservation {

	/** Key under which Micrometer puts the current observation into a Reactor context. */
	private static final String KEY = "micrometer.observation";

	/** The current observation is the thread's, whichever registry it was made by. */
	private static final ObservationRegistry REGISTRY = ObservationRegistry.create();

	private CurrentObservation() {
	}

	/**
	 * Finds the observation of an advisor.
	 * @param advisor the advisor's name
	 * @param stream the Reactor context of a stream, {@code null} for a call
	 * @return its context, {@code null} where the client is not observed
	 */
	static Observation.@Nullable Context ofAdvisor(String advisor, @Nullable ContextView stream) {
		Object observation = (stream != null) ? stream.getOrDefault(KEY, null) : REGISTRY.getCurrentObservation();
		return (observation instanceof Observation current
				&& current.getContext() instanceof AdvisorObservationContext context
				&& advisor.equals(context.getAdvisorName())) ? context : null;
	}

}
