package com.example.supportdesk;

import java.time.Duration;
import java.util.List;

import co.tokenr.Tokenr;
import co.tokenr.usage.UsageEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Runs the scenario once the application is up and shows how its figures agree. With
 * {@code --sample.check} the application ends then, with exit code 1 where they do not.
 */
@Component
class ScenarioRunner {

	private static final Log logger = LogFactory.getLog(ScenarioRunner.class);

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Scenario scenario;

	private final Tokenr tokenr;

	private final ObjectProvider<DemoParts> parts;

	private final boolean check;

	ScenarioRunner(Scenario scenario, Tokenr tokenr, ObjectProvider<DemoParts> parts,
			@Value("${sample.check:false}") String check) {
		this.scenario = scenario;
		this.tokenr = tokenr;
		this.parts = parts;
		this.check = !"false".equals(check);
	}

	@EventListener
	void onReady(ApplicationReadyEvent event) throws InterruptedException {
		DemoParts demo = this.parts.getIfAvailable();
		ConfigurableApplicationContext context = event.getApplicationContext();
		if (demo == null) {
			logger.info("Calling the real provider: the scenario is left out, ask for yourself\n" + where(context));
			return;
		}
		boolean equal = reconcile(demo);
		if (this.check) {
			ExitCodeGenerator verdict = () -> equal ? 0 : 1;
			System.exit(SpringApplication.exit(context, verdict));
		}
		logger.info(where(context));
	}

	private boolean reconcile(DemoParts demo) throws InterruptedException {
		List<Scenario.Expected> expected = this.scenario.run();
		if (!this.tokenr.isEnabled()) {
			logger.info("Tracking is switched off: the scenario ran, and nothing was recorded");
			return true;
		}
		awaitEnd(demo, expected.size());
		List<UsageEvent> events = this.tokenr.latest()
			.stream()
			.sorted((one, other) -> one.id().compareTo(other.id()))
			.toList();
		Reconciliation reconciliation = new Reconciliation(expected, demo.provider().invoice().lines(), events,
				demo.collector().received());
		String table = ReconciliationTable.draw(reconciliation);
		if (reconciliation.isEqual()) {
			logger.info(table);
		}
		else {
			logger.error(table);
		}
		return reconciliation.isEqual();
	}

	/** The provider notices a cancelled stream a moment later. */
	private void awaitEnd(DemoParts demo, int events) throws InterruptedException {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while ((demo.provider().inFlight() > 0 || this.tokenr.latest().size() < events)
				&& System.nanoTime() < deadline) {
			Thread.sleep(20);
		}
		this.tokenr.flush(PATIENCE);
	}

	private static String where(ConfigurableApplicationContext context) {
		int port = (context instanceof WebServerApplicationContext web) ? web.getWebServer().getPort() : 8080;
		String url = "http://localhost:" + port;
		return "\n\nWhere to look next:\n" + "  " + url + "/actuator/tokenrdashboard in your browser\n" + "  curl "
				+ url + "/actuator/tokenr\n" + "  curl " + url + "/actuator/health/tokenr\n" + "  curl " + url
				+ "/actuator/metrics/tokenr.tokens\n" + "  curl " + url + "/demo/invoice\n" + "  curl " + url
				+ "/demo/collector\n" + "  curl -X POST " + url + "/demo/collector/down\n" + "  curl " + url
				+ "/ask -H 'Content-Type: application/json' -d '{\"customer\":\"acme\",\"question\":\"Where is my parcel?\"}'\n"
				+ "  curl -N '" + url + "/ask/stream?question=Where+is+my+parcel'\n";
	}

}
