package co.tokenr.capture.springai;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.advisor.observation.AdvisorObservationContext;
import org.springframework.ai.chat.client.observation.ChatClientObservationContext;
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
		Object observation = current(stream);
		return (observation instanceof Observation current
				&& current.getContext() instanceof AdvisorObservationContext context
				&& advisor.equals(context.getAdvisorName())) ? context : null;
	}

	/**
	 * Finds the observation of the turn that an advisor is part of.
	 * @param advisor the advisor's name
	 * @param stream the Reactor context of a stream, {@code null} for a call
	 * @return its context, {@code null} where the client is not observed
	 */
	static Observation.@Nullable Context ofTurn(String advisor, @Nullable ContextView stream) {
		Observation.Context own = ofAdvisor(advisor, stream);
		Object around = (own != null) ? own.getParentObservation() : current(stream);
		return (around instanceof Observation turn && turn.getContext() instanceof ChatClientObservationContext context)
				? context : null;
	}

	private static @Nullable Object current(@Nullable ContextView stream) {
		return (stream != null) ? stream.getOrDefault(KEY, null) : REGISTRY.getCurrentObservation();
	}

}
