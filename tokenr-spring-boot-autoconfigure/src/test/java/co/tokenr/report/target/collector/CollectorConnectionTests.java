package co.tokenr.report.target.collector;

import java.net.URI;
import java.util.List;
import java.util.Map;

import co.tokenr.report.BlockedDeliveryException;
import co.tokenr.report.DeliveryException;
import co.tokenr.report.TestEvents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Where the collector is, and what opens it.
 */
@Timeout(60)
class CollectorConnectionTests {

	private static final String TOKEN = "tok_1234567890";

	private final FakeCollector collector = new FakeCollector();

	@AfterEach
	void close() {
		this.collector.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			https://h/api/v1              | https://h/api/v1/track
			https://h/api/v1/             | https://h/api/v1/track
			https://h/api/v1/track        | https://h/api/v1/track
			https://h/api/v1/track/       | https://h/api/v1/track
			https://h/api/v1/track/batch  | https://h/api/v1/track
			https://h:8443                | https://h:8443/track
			http://localhost:1/x          | http://localhost:1/x/track
			http://[::1]:1                | http://[::1]:1/track
			""")
	void derivesItsAddresses(String url, String single) {
		CollectorAddress address = CollectorAddress.of(URI.create(url), false, TokenrFormat.ENDINGS);
		assertThat(address.at("/track")).hasToString(single);
		assertThat(address.at("/track/batch")).hasToString(single + "/batch");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://example.com/api", "ftp://example.com", "example.com", "https:///path",
			"https://user:secret@example.com/", "https://example.com/?token=secret", "http://127.0.0.1.example.com" })
	void refusesAnAddressThatIsNotFit(String url) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new CollectorTarget(CollectorConnection.of(URI.create(url), TOKEN),
					CollectorSettings.builder().build()))
			.withMessageContaining("tokenr.url")
			.withMessageNotContaining("secret")
			.withMessageNotContaining(TOKEN);
	}

	@Test
	void takesPlainHttpToAnotherMachineWhereThatIsAllowed() {
		assertThat(CollectorAddress.of(URI.create("http://collector.example/"), true, List.of()).at("/track"))
			.hasToString("http://collector.example/track");
	}

	@ParameterizedTest
	@ValueSource(strings = { "tok\r\nX-Evil: 1", "tok\n1", "tok\t1", "t\u00f6k", "tok\u0000" })
	void refusesATokenThatCannotStandInAHeaderWithoutNamingIt(String token) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new CollectorTarget(CollectorConnection.of(this.collector.url(), token),
					CollectorSettings.builder().build()))
			.withMessageContaining("tokenr.token")
			.withMessageNotContaining("tok\t")
			.withMessageNotContaining("Evil")
			.withMessageNotContaining(token);
	}

	@Test
	void cutsWhiteSpaceAroundTheToken() throws Exception {
		new CollectorTarget(CollectorConnection.of(this.collector.url(), " " + TOKEN + "\r\n"),
				CollectorSettings.builder().build())
			.deliver(TestEvents.stored(TestEvents.numbered(1)));
		assertThat(this.collector.requests.get(0).header("Authorization")).isEqualTo("Bearer " + TOKEN);
	}

	@Test
	void keepsEventsWhileThereIsNoTokenOrABadOne() {
		for (String token : List.of("", "a\nb")) {
			String[] tokens = { TOKEN };
			CollectorTarget rotating = new CollectorTarget(new CollectorConnection() {

				@Override
				public URI url() {
					return CollectorConnectionTests.this.collector.url();
				}

				@Override
				public String token() {
					return tokens[0];
				}

			}, CollectorSettings.builder().build());
			tokens[0] = token;
			assertThatExceptionOfType(DeliveryException.class)
				.isThrownBy(() -> rotating.deliver(TestEvents.stored(TestEvents.numbered(1))))
				.isInstanceOf(BlockedDeliveryException.class)
				.withMessageMatching("(missing|invalid)_token");
		}
		assertThat(this.collector.requests).isEmpty();
	}

	@Test
	void refusesHeadersThatAreOursOrNoHeaders() {
		for (String name : List.of("Authorization", "host", "a b", "")) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> CollectorSettings.builder().headers(Map.of(name, "v")).build())
				.withMessageContaining("tokenr.reporter.headers");
		}
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CollectorSettings.builder().headers(Map.of("X-Key", "s3cret\r\nX: y")).build())
			.withMessageContaining("tokenr.reporter.headers.X-Key")
			.withMessageNotContaining("s3cret");
	}

	@Test
	void showsNoSecretInItsTexts() {
		CollectorSettings settings = CollectorSettings.builder().headers(Map.of("X-Key", "s3cret")).build();
		CollectorConnection connection = CollectorConnection.of(this.collector.url(), TOKEN);
		String texts = "" + connection + settings + new CollectorTarget(connection, settings) + BearerToken.of(TOKEN);
		assertThat(texts).doesNotContain(TOKEN, "s3cret");
	}

}
