package co.tokenr.benchmark;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * A client with an advisor that is written by hand.
 */
final class CountedClient extends TrackedClient {

	private final MeterRegistry meters;

	private CountedClient(MeterRegistry meters) {
		super(client(new CountingAdvisor(meters)));
		this.meters = meters;
	}

	static CountedClient create() {
		return new CountedClient(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
	}

	@Override
	void settle(long calls) {
		double input = this.meters.get(CountingAdvisor.METER).tag("type", "prompt").counter().count();
		check("The counters", calls, Math.round(input / StubChatModel.INPUT));
	}

}
