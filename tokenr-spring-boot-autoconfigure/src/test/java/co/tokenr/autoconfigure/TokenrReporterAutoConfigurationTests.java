package co.tokenr.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import co.tokenr.Tokenr;
import co.tokenr.report.FlushResult;
import co.tokenr.report.UsageReporter;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenrReporterAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class TokenrReporterAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TokenrAutoConfiguration.class, TokenrReporterAutoConfiguration.class));

	@Test
	void withoutATokenNothingIsDeliveredAndOneLineSaysSo(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			Tokenr tokenr = context.getBean(Tokenr.class);
			tokenr.track("acme", "m1", (call) -> call.inputTokens(1));
			assertThat(tokenr.latest()).hasSize(1);
			assertThat(context.getBean(UsageReporter.class).status().recorded()).isZero();
			assertThat(context.getBean(UsageReporter.class).status().workerAlive()).isFalse();
			assertThat(tokenr.flush(Duration.ofSeconds(1))).isEqualTo(new FlushResult(0, 0, 0, 0));
			assertThat(output.toString().lines().filter((line) -> line.contains("tokenr.token is not set"))).hasSize(1);
		});
	}

	@Test
	void failsTheStartWithoutATokenWhereDeliveryIsRequired() {
		this.contextRunner.withPropertyValues("tokenr.reporter.required=true").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context).getFailure().rootCause().isInstanceOf(FailureAnalyzedException.class);
		});
	}

	@Test
	void saysWhichUrlIsWrong() {
		this.contextRunner.withPropertyValues("tokenr.token=t", "tokenr.url=http://collector.example.com/api/v1")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("tokenr.url")
				.hasMessageContaining("tokenr.reporter.allow-insecure"));
	}

	@Test
	void sendsNoOtherFormatToTokenr() {
		this.contextRunner.withPropertyValues("tokenr.reporter.format=nozle")
			.run((context) -> assertThat(context).hasNotFailed());
		this.contextRunner.withPropertyValues("tokenr.token=t", "tokenr.reporter.format=nozle")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("tokenr.url"));
		this.contextRunner
			.withPropertyValues("tokenr.token=t", "tokenr.reporter.format=tokenr-single",
					"tokenr.reporter.flush-interval=1h")
			.run((context) -> assertThat(context).hasNotFailed());
		this.contextRunner
			.withPropertyValues("tokenr.token=t", "tokenr.reporter.format=cloudevents",
					"tokenr.url=http://127.0.0.1:9/api/v1/events")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void neverShowsAnUnusableToken() {
		this.contextRunner.withPropertyValues("tokenr.token=geheim\nX-Other: 1")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("tokenr.token")
				.hasMessageNotContaining("geheim"));
	}

	@Test
	void deliversWithTheTokenOfTheConnectionDetails() throws IOException {
		List<String> tokens = new CopyOnWriteArrayList<>();
		HttpServer server = collector(tokens);
		try {
			this.contextRunner.withBean(TokenrConnectionDetails.class, () -> details(server))
				.withPropertyValues("tokenr.reporter.flush-interval=10ms")
				.run((context) -> {
					Tokenr tokenr = context.getBean(Tokenr.class);
					tokenr.track("acme", "m1", (call) -> call.inputTokens(1));
					assertThat(tokenr.flush(Duration.ofSeconds(10)).waiting()).isZero();
					assertThat(context.getBean(UsageReporter.class).status().sent()).isEqualTo(1);
					assertThat(tokens).containsExactly("Bearer rotated");
				});
		}
		finally {
			server.stop(0);
		}
	}

	private static TokenrConnectionDetails details(HttpServer server) {
		return new TokenrConnectionDetails() {

			@Override
			public String getUrl() {
				return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/track";
			}

			@Override
			public String getToken() {
				return "rotated";
			}

		};
	}

	private static HttpServer collector(List<String> tokens) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/api/v1/track/batch", (exchange) -> {
			tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
			exchange.getRequestBody().readAllBytes();
			byte[] answer = "{\"accepted\":1,\"rejected\":0,\"errors\":[]}".getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, answer.length);
			exchange.getResponseBody().write(answer);
			exchange.close();
		});
		server.start();
		return server;
	}

}
