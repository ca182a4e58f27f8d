package co.tokenr.report.target.collector;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLContext;

import co.tokenr.Tokenr;
import co.tokenr.autoconfigure.TokenrAutoConfiguration;
import co.tokenr.autoconfigure.TokenrReporterAutoConfiguration;
import co.tokenr.report.ReporterStatus.State;
import co.tokenr.report.UsageReporter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The way to a collector by a proxy and with a bundle of Boot's, as properties say it.
 */
@Timeout(60)
class CollectorRouteTests {

	private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, TokenrAutoConfiguration.class,
				TokenrReporterAutoConfiguration.class))
		.withPropertyValues("tokenr.token=t", "tokenr.reporter.flush-interval=10ms");

	@TempDir
	Path keys;

	@Test
	void goesByTheProxy() throws IOException {
		List<String> requests = new CopyOnWriteArrayList<>();
		try (RawCollector proxy = new RawCollector((collector, socket) -> {
			requests.add(new String(socket.getInputStream().readNBytes(40), StandardCharsets.US_ASCII));
			collector.readRequest(socket.getInputStream());
			RawCollector.write(socket.getOutputStream(), OK);
		})) {
			this.runner
				.withPropertyValues("tokenr.url=http://collector.example/api/v1", "tokenr.reporter.allow-insecure=true",
						"tokenr.reporter.proxy=" + proxy.url().getHost() + ":" + proxy.url().getPort())
				.run((context) -> {
					context.getBean(Tokenr.class).track("acme", "m1", (call) -> call.inputTokens(1));
					Awaitility.await()
						.untilAsserted(() -> assertThat(context.getBean(UsageReporter.class).status().sent()).isOne());
					assertThat(requests.get(0)).startsWith("POST http://collector.example/api/v1/");
				});
		}
	}

	@Test
	void trustsWhatTheBundleTrusts() throws Exception {
		TestCertificates certificates = new TestCertificates(this.keys);
		SSLContext identity = certificates.issued("sound", "-ext", "san=ip:127.0.0.1", "-validity", "10");
		try (FakeCollector secure = new FakeCollector(identity)) {
			withBundle().withPropertyValues("tokenr.url=" + secure.url()).run((context) -> {
				context.getBean(Tokenr.class).track("acme", "m1", (call) -> call.inputTokens(1));
				assertThat(context.getBean(UsageReporter.class).flush(Duration.ofSeconds(20)).accepted()).isOne();
			});
			assertThat(secure.accepted()).hasSize(1);
		}
	}

	@Test
	void trustsNoOtherHostByTheBundle() throws Exception {
		TestCertificates certificates = new TestCertificates(this.keys);
		SSLContext identity = certificates.issued("other", "-ext", "san=dns:collector.example", "-validity", "10");
		try (FakeCollector secure = new FakeCollector(identity)) {
			withBundle().withPropertyValues("tokenr.url=" + secure.url()).run((context) -> {
				context.getBean(Tokenr.class).track("acme", "m1", (call) -> call.inputTokens(1));
				Awaitility.await()
					.untilAsserted(() -> assertThat(context.getBean(UsageReporter.class).status().state())
						.isEqualTo(State.CONFIG_BLOCKED));
			});
			assertThat(secure.accepted()).isEmpty();
		}
	}

	@Test
	void saysWhichBundleIsMissing() {
		this.runner.withPropertyValues("tokenr.reporter.ssl.bundle=none-such")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("tokenr.reporter.ssl.bundle")
				.hasMessageContaining("none-such")
				.hasMessageContaining("spring.ssl.bundle"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "proxy.example.com", "proxy.example.com:99999", "socks5://proxy.example.com:1080",
			"user:geheim@proxy.example.com:3128", "proxy.example.com:3128/path" })
	void saysHowAProxyIsWrittenAndShowsNoPassword(String proxy) {
		this.runner.withPropertyValues("tokenr.reporter.proxy=" + proxy)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("tokenr.reporter.proxy")
				.hasMessageContaining("host:port")
				.hasMessageNotContaining("geheim"));
	}

	private ApplicationContextRunner withBundle() {
		return this.runner.withPropertyValues("tokenr.reporter.ssl.bundle=own",
				"spring.ssl.bundle.jks.own.truststore.location=file:" + this.keys.resolve("keys.p12"),
				"spring.ssl.bundle.jks.own.truststore.password=changeit",
				"spring.ssl.bundle.jks.own.truststore.type=PKCS12");
	}

}
