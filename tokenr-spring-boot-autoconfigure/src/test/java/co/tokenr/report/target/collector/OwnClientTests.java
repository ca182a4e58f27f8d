package co.tokenr.report.target.collector;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import co.tokenr.Tokenr;
import co.tokenr.autoconfigure.TokenrAutoConfiguration;
import co.tokenr.autoconfigure.TokenrReporterAutoConfiguration;
import co.tokenr.autoconfigure.TokenrRestClientAutoConfiguration;
import co.tokenr.autoconfigure.TokenrWebClientAutoConfiguration;
import co.tokenr.report.ReporterStatus;
import co.tokenr.report.UsageReporter;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Row 72 of the fault matrix: what the application hangs on its own HTTP clients, and our
 * own capture at the very address of the collector, see nothing of a delivery.
 */
@Timeout(60)
@ExtendWith(FaultSummary.class)
class OwnClientTests {

	private final List<String> seen = new CopyOnWriteArrayList<>();

	@Test
	void row72TheMetricsTracesAndInterceptorsOfTheApplication() {
		try (FakeCollector collector = new FakeCollector()) {
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(TokenrAutoConfiguration.class,
						TokenrReporterAutoConfiguration.class, TokenrRestClientAutoConfiguration.class,
						TokenrWebClientAutoConfiguration.class, RestClientAutoConfiguration.class,
						RestClientObservationAutoConfiguration.class, WebClientAutoConfiguration.class))
				.withBean(ObservationRegistry.class, this::observed)
				.withBean("theirRestClients", RestClientCustomizer.class,
						() -> (builder) -> builder.requestInterceptor((request, body, execution) -> {
							this.seen.add("interceptor " + request.getURI());
							return execution.execute(request, body);
						}))
				.withBean("theirWebClients", WebClientCustomizer.class,
						() -> (builder) -> builder.filter((request, next) -> {
							this.seen.add("filter " + request.url());
							return next.exchange(request);
						}))
				.withPropertyValues("tokenr.token=tok_1234567890", "tokenr.url=" + collector.url(),
						"tokenr.reporter.flush-interval=20ms",
						"tokenr.capture.endpoints[0].base-url=" + collector.url(),
						"tokenr.capture.endpoints[0].provider=openai")
				.run((context) -> {
					Tokenr tokenr = context.getBean(Tokenr.class);
					for (int i = 0; i < 5; i++) {
						tokenr.track("openai", "gpt-4o", (call) -> call.inputTokens(1));
						assertThat(tokenr.flush(Duration.ofSeconds(20)).waiting()).isZero();
					}
					ReporterStatus status = context.getBean(UsageReporter.class).status();
					FaultSummary.note("72 the application's own", DeliveryFaultTests.wire(collector),
							"its interceptors, filters and observations saw " + this.seen.size() + " of them",
							FaultSummary.law(status, 5, collector.accepted().size()));
					assertThat(status.recorded()).isEqualTo(5);
					assertThat(collector.accepted()).hasSize(5);
					assertThat(this.seen).isEmpty();
					assertThat(collector.requests).allSatisfy((request) -> assertThat(request.headers())
						.doesNotContainKeys("Traceparent", "B3", "X-b3-traceid"));
					// they do see what is the application's
					context.getBean(RestClient.Builder.class)
						.build()
						.get()
						.uri(collector.url())
						.retrieve()
						.toBodilessEntity();
					assertThat(this.seen).anyMatch((line) -> line.startsWith("interceptor"))
						.anyMatch((line) -> line.startsWith("observation"));
				});
		}
	}

	private ObservationRegistry observed() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {

			@Override
			public void onStart(Observation.Context context) {
				OwnClientTests.this.seen.add("observation " + context.getName());
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		return registry;
	}

}
