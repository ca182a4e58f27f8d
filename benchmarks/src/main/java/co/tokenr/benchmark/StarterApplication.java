package co.tokenr.benchmark;

import java.util.concurrent.atomic.LongAdder;

import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageListener;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.ai.chat.observation.ChatModelMeterObservationHandler;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application that has the starter, one listener, and the meters that Spring AI's
 * auto-configuration would add.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class StarterApplication {

	@Bean
	Heard heard() {
		return new Heard();
	}

	@Bean
	ChatModelMeterObservationHandler chatModelMeterObservationHandler(MeterRegistry registry) {
		return new ChatModelMeterObservationHandler(registry);
	}

	/** Counts what it hears. */
	static final class Heard implements UsageListener {

		private final LongAdder events = new LongAdder();

		@Override
		public void onUsage(UsageEvent event) {
			this.events.increment();
		}

		long events() {
			return this.events.sum();
		}

	}

}
