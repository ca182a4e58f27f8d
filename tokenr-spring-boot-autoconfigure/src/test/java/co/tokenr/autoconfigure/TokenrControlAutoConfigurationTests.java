package co.tokenr.autoconfigure;

import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import co.tokenr.Tokenr;
import co.tokenr.actuate.TokenrEndpoint;
import co.tokenr.report.DeliveryResult;
import co.tokenr.report.EventOutcome;
import co.tokenr.report.ReportTarget;
import co.tokenr.report.StoredEvent;
import co.tokenr.report.UsageReporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Switching tracking and delivery while the application runs, and the trail that leaves.
 */
class TokenrControlAutoConfigurationTests {

	private static final Duration LONG = Duration.ofSeconds(10);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TokenrAutoConfiguration.class, TokenrDisabledAutoConfiguration.class,
				TokenrReporterAutoConfiguration.class, TokenrActuatorAutoConfiguration.class))
		.withBean(FussyTarget.class)
		.withBean(AuditTrail.class)
		.withPropertyValues("management.endpoints.web.exposure.include=*");

	@AfterEach
	void nobodyIsAuthenticated() {
		SecurityContextHolder.clearContext();
	}

	@Test
	void recordsNothingWhileTrackingIsOff() {
		this.contextRunner.run((context) -> {
			Tokenr tokenr = context.getBean(Tokenr.class);
			tokenr.setEnabled(false);
			assertThat(tokenr.isEnabled()).isFalse();
			tokenr.track("acme", "m1", (call) -> call.inputTokens(1));
			assertThat(tokenr.latest()).isEmpty();
			tokenr.setEnabled(true);
			tokenr.track("acme", "m1", (call) -> call.inputTokens(1));
			assertThat(tokenr.latest()).hasSize(1);
		});
	}

	@Test
	void deliversWhatWaitsWhileTrackingIsOff() {
		this.contextRunner.run((context) -> {
			Tokenr tokenr = context.getBean(Tokenr.class);
			tokenr.track("acme", "m1", (call) -> call.inputTokens(1));
			tokenr.setEnabled(false);
			assertThat(tokenr.flush(LONG).waiting()).isZero();
			assertThat(context.getBean(UsageReporter.class).status().sent()).isEqualTo(1);
		});
	}

	@Test
	void holdsRemoteDeliveryBack() {
		this.contextRunner.run((context) -> {
			Tokenr tokenr = context.getBean(Tokenr.class);
			tokenr.setRemoteDelivery(false);
			tokenr.track("acme", "m1", (call) -> call.inputTokens(1));
			assertThat(tokenr.flush(LONG).waiting()).isEqualTo(1);
			assertThat(tokenr.isRemoteDelivery()).isFalse();
			assertThat(context.getBean(UsageReporter.class).status().state()).hasToString("HELD");
			tokenr.setRemoteDelivery(true);
			assertThat(tokenr.flush(LONG).waiting()).isZero();
		});
	}

	@Test
	void leavesATrailOfWhatTheFrontDoorWasUsedFor() {
		this.contextRunner.run((context) -> {
			Tokenr tokenr = context.getBean(Tokenr.class);
			SecurityContextHolder.getContext()
				.setAuthentication(new TestingAuthenticationToken("grace", "secret", "ROLE_OPS"));
			tokenr.setEnabled(false);
			SecurityContextHolder.clearContext();
			tokenr.setEnabled(true);
			tokenr.flush(LONG);
			assertThat(trail(context.getBean(AuditTrail.class))).containsExactly("grace TOKENR_TRACKING_DISABLED {}",
					"unknown TOKENR_TRACKING_ENABLED {}",
					"unknown TOKENR_DELIVERY_FLUSHED {accepted=0, dropped=0, rejected=0, waiting=0}");
		});
	}

	@Test
	void leavesATrailWithoutSpringSecurity() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.security")).run((context) -> {
			context.getBean(Tokenr.class).setRemoteDelivery(false);
			assertThat(trail(context.getBean(AuditTrail.class))).containsExactly("unknown TOKENR_DELIVERY_PAUSED {}");
		});
	}

	@Test
	void endpointSwitchesAndNamesWhoAsked() {
		this.contextRunner.run((context) -> {
			TokenrEndpoint endpoint = context.getBean(TokenrEndpoint.class);
			WebEndpointResponse<Map<String, Object>> answer = endpoint.change(caller("ada"), false, true, false);
			assertThat(answer.getStatus()).isEqualTo(200);
			assertThat(answer.getBody()).isEqualTo(Map.of("enabled", false, "debug", true, "remote_delivery", false));
			assertThat(endpoint.tokenr()).containsAllEntriesOf(answer.getBody());
			assertThat(trail(context.getBean(AuditTrail.class))).containsExactly("ada TOKENR_TRACKING_DISABLED {}",
					"ada TOKENR_DEBUG_ENABLED {}", "ada TOKENR_DELIVERY_PAUSED {}");
		});
	}

	@Test
	void endpointSendsDeadLettersAgain() {
		this.contextRunner.run((context) -> {
			FussyTarget target = context.getBean(FussyTarget.class);
			target.rejects = true;
			context.getBean(Tokenr.class).track("acme", "m1", (call) -> call.inputTokens(1));
			TokenrEndpoint endpoint = context.getBean(TokenrEndpoint.class);
			assertThat(endpoint.act(caller("ada"), "flush", "5s", null).getBody()).containsEntry("waiting", 0L);
			target.rejects = false;
			assertThat(endpoint.act(caller("ada"), "requeue", null, "fussy").getBody()).containsEntry("requeued", 1);
			assertThat(endpoint.act(caller("ada"), "flush", null, null).getBody()).containsEntry("waiting", 0L);
			assertThat(target.taken).hasSize(1);
			assertThat(trail(context.getBean(AuditTrail.class)))
				.contains("ada TOKENR_DEAD_LETTERS_REQUEUED {events=1, target=fussy}");
		});
	}

	@Test
	void endpointSaysWhatIsWrong() {
		this.contextRunner.run((context) -> {
			TokenrEndpoint endpoint = context.getBean(TokenrEndpoint.class);
			SecurityContext caller = SecurityContext.NONE;
			assertWrong(endpoint.change(caller, null, null, null), "Say one or more of 'enabled'");
			assertWrong(endpoint.act(caller, "drain", null, null), "There is nothing called 'drain' to do");
			assertWrong(endpoint.act(caller, "flush", "soon", null), "'timeout' is 'soon'. Use a duration");
			assertWrong(endpoint.act(caller, "flush", "2m", null), "'timeout' is '2m'");
			assertWrong(endpoint.act(caller, "flush", "-1s", null), "'timeout' is '-1s'");
			assertWrong(endpoint.act(caller, "requeue", null, null), "'target' is ''. Use one of [fussy]");
			assertThat(context.getBean(AuditTrail.class).events).isEmpty();
		});
	}

	private static void assertWrong(WebEndpointResponse<Map<String, Object>> answer, String message) {
		assertThat(answer.getStatus()).isEqualTo(400);
		assertThat(answer.getBody().get("error")).asString().contains(message);
	}

	private static SecurityContext caller(String name) {
		return new SecurityContext() {

			@Override
			public Principal getPrincipal() {
				return () -> name;
			}

			@Override
			public boolean isUserInRole(String role) {
				return false;
			}

		};
	}

	private static List<String> trail(AuditTrail trail) {
		return trail.events.stream()
			.map((event) -> event.getPrincipal() + " " + event.getType() + " " + new TreeMap<>(event.getData()))
			.toList();
	}

	static class AuditTrail implements ApplicationListener<AuditApplicationEvent> {

		private final List<AuditEvent> events = new CopyOnWriteArrayList<>();

		@Override
		public void onApplicationEvent(AuditApplicationEvent event) {
			this.events.add(event.getAuditEvent());
		}

	}

	static class FussyTarget implements ReportTarget {

		private final List<String> taken = new CopyOnWriteArrayList<>();

		private volatile boolean rejects;

		@Override
		public String name() {
			return "fussy";
		}

		@Override
		public DeliveryResult deliver(List<StoredEvent> batch) {
			if (this.rejects) {
				return DeliveryResult.of(batch.stream().map((event) -> EventOutcome.rejected("http_422")).toList());
			}
			batch.forEach((event) -> this.taken.add(event.id()));
			return DeliveryResult.accepted(batch.size());
		}

	}

}
