package co.tokenr.benchmark;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.ai.chat.observation.ChatModelMeterObservationHandler;

/**
 * A client that Spring AI itself observes, with its meters of tokens.
 */
final class ObservedClient extends TrackedClient {

	private final MeterRegistry meters;

	private ObservedClient(MeterRegistry meters, ObservationRegistry observations) {
		super(builder(observations).build());
		this.meters = meters;
	}

	/**
	 * Creates a client.
	 * @param timed whether observations are timed as well, as the actuator has them
	 */
	static ObservedClient create(boolean timed) {
		MeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new ChatModelMeterObservationHandler(meters));
		if (timed) {
			observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
		}
		return new ObservedClient(meters, observations);
	}

	@Override
	void settle(long calls) {
		await("Spring AI's meters", calls, this::calls);
	}

	private long calls() {
		return Math
			.round(this.meters.get("gen_ai.client.token.usage").tag("gen_ai.token.type", "input").counter().count()
					/ StubChatModel.INPUT);
	}

}
