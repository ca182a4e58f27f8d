package co.tokenr.capture.restclient;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import co.tokenr.attribution.AttributionParameters;
import co.tokenr.capture.CallClaim;
import co.tokenr.capture.HttpCallRecorder;
import co.tokenr.capture.LlmServer;
import co.tokenr.capture.LlmServer.Answer;
import co.tokenr.capture.SeenCalls;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.UsageSource;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.ReactorClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link UsageRequestInterceptor} over every HTTP client that is at hand.
 */
class UsageRequestInterceptorTests {

	private static final String JSON = "openai/round-3-answer.json";

	private static final String SSE = "openai/round-3-answer.sse";

	private static final String REQUEST = "{\"model\":\"gpt-5.6-terra\",\"messages\":[]}";

	private final LlmServer server = new LlmServer();

	private final SeenCalls seen = new SeenCalls();

	private final UsageRequestInterceptor interceptor = new UsageRequestInterceptor(
			new HttpCallRecorder("rest_client", this.seen, this.server.endpoints("openai")));

	@AfterEach
	void close() {
		this.server.close();
	}

	static Stream<Named<ClientHttpRequestFactory>> factories() {
		return Stream.of(Named.of("jdk", new JdkClientHttpRequestFactory()),
				Named.of("simple", new SimpleClientHttpRequestFactory()),
				Named.of("reactor", new ReactorClientHttpRequestFactory()));
	}

	@ParameterizedTest
	@MethodSource("factories")
	void countsWhatTheServerSent(ClientHttpRequestFactory factory) {
		this.server.answers(JSON);
		assertThat(post(factory).retrieve().body(byte[].class)).isEqualTo(LlmServer.fixture(JSON));
		LlmCall fact = this.seen.fact();
		assertCounted(fact);
		assertThat(fact.requestModel()).isEqualTo("gpt-5.6-terra");
		assertThat(fact.capturedBy()).isEqualTo("rest_client");
		assertThat(new String(this.server.asked().get(0).body(), StandardCharsets.UTF_8)).isEqualTo(REQUEST);
	}

	@ParameterizedTest
	@MethodSource("factories")
	void countsAnAnswerThatAConverterReads(ClientHttpRequestFactory factory) {
		this.server.answers(JSON);
		assertThat(post(factory).retrieve().body(Map.class)).containsEntry("id", "chatcmpl-round-3");
		assertCounted(this.seen.fact());
	}

	@ParameterizedTest
	@MethodSource("factories")
	void countsAStream(ClientHttpRequestFactory factory) {
		this.server.answers(SSE);
		assertThat(stream(factory, Integer.MAX_VALUE)).isEqualTo(LlmServer.fixture(SSE));
		LlmCall fact = this.seen.fact();
		assertCounted(fact);
		assertThat(fact.streaming()).isTrue();
		assertThat(fact.timeToFirstToken()).isPositive().isLessThanOrEqualTo(fact.latency());
	}

	@ParameterizedTest
	@MethodSource("factories")
	void streamThatIsGivenUpIsCancelled(ClientHttpRequestFactory factory) {
		this.server.answers(Answer.of(SSE).gap(Duration.ofMillis(20)));
		stream(factory, 20);
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.CANCELLED);
		assertThat(this.seen.fact().usageSource()).isEqualTo(UsageSource.MISSING);
	}

	@ParameterizedTest
	@MethodSource("factories")
	void countsAnAnswerThatNobodyReads(ClientHttpRequestFactory factory) {
		this.server.answers(JSON);
		ResponseEntity<Void> entity = post(factory).retrieve().toBodilessEntity();
		assertThat(entity.getStatusCode().value()).isEqualTo(200);
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.SUCCESS);
		assertThat(this.seen.fact().usageSource()).isEqualTo(UsageSource.MISSING);
	}

	@ParameterizedTest
	@MethodSource("factories")
	void countsAnAnswerWithoutABody(ClientHttpRequestFactory factory) {
		this.server.answers(Answer.of(204, "application/json", ""));
		assertThat(post(factory).retrieve().body(String.class)).isNull();
		assertThat(this.seen.fact().usageSource()).isEqualTo(UsageSource.MISSING);
	}

	@ParameterizedTest
	@MethodSource("factories")
	void readsACompressedAnswerAndLeavesItAsItIs(ClientHttpRequestFactory factory) {
		this.server.answers(Answer.of(SSE).gzipped());
		byte[] watched = client(factory).build()
			.post()
			.uri("/v1/chat/completions")
			.header("Accept-Encoding", "gzip")
			.body(REQUEST)
			.retrieve()
			.body(byte[].class);
		byte[] plain = RestClient.builder()
			.requestFactory(factory)
			.baseUrl(this.server.url())
			.build()
			.post()
			.uri("/v1/chat/completions")
			.header("Accept-Encoding", "gzip")
			.body(REQUEST)
			.retrieve()
			.body(byte[].class);
		assertThat(watched).isEqualTo(plain);
		assertCounted(this.seen.fact());
	}

	@ParameterizedTest
	@MethodSource("factories")
	void refusalIsAnErrorNamedByTheProvider(ClientHttpRequestFactory factory) {
		this.server.answers(Answer.of("openai/error-400.json").status(400));
		assertThatExceptionOfType(HttpClientErrorException.BadRequest.class)
			.isThrownBy(() -> post(factory).retrieve().body(String.class))
			.satisfies((ex) -> assertThat(ex.getResponseBodyAsByteArray())
				.isEqualTo(LlmServer.fixture("openai/error-400.json")));
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.ERROR);
		assertThat(this.seen.fact().errorType()).isEqualTo("invalid_request_error");
	}

	@ParameterizedTest
	@MethodSource("factories")
	void failureIsAnErrorNamedByItsStatus(ClientHttpRequestFactory factory) {
		this.server.answers(Answer.of(500, "text/plain", "oops"));
		assertThatExceptionOfType(HttpServerErrorException.class)
			.isThrownBy(() -> post(factory).retrieve().body(String.class));
		assertThat(this.seen.fact().errorType()).isEqualTo("http_500");
	}

	@Test
	void timeoutIsAnErrorNamedByItsType() {
		this.server.answers(Answer.of(SSE).stallsAfter(2));
		SimpleClientHttpRequestFactory factory = new SimpleClientHttpRequestFactory();
		factory.setReadTimeout(Duration.ofMillis(200));
		assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> stream(factory, Integer.MAX_VALUE));
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.ERROR);
		assertThat(this.seen.fact().errorType()).isEqualTo("java.net.SocketTimeoutException");
	}

	@Test
	void refusedConnectionIsAnError() {
		this.server.close();
		assertThatExceptionOfType(ResourceAccessException.class)
			.isThrownBy(() -> post(new JdkClientHttpRequestFactory()).retrieve().body(String.class));
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.ERROR);
		assertThat(this.seen.fact().errorType()).isEqualTo("java.net.ConnectException");
	}

	@Test
	void retriesOfTheApplicationAreCallsOfTheirOwn() {
		this.server.answers(Answer.of(500, "text/plain", "oops"), Answer.of(JSON));
		assertThatExceptionOfType(HttpServerErrorException.class)
			.isThrownBy(() -> post(new JdkClientHttpRequestFactory()).retrieve().body(String.class));
		post(new JdkClientHttpRequestFactory()).retrieve().body(String.class);
		assertThat(this.seen.facts()).extracting(LlmCall::status).containsExactly(CallStatus.ERROR, CallStatus.SUCCESS);
	}

	@Test
	void registeredTwiceItCountsOnce() {
		this.server.answers(JSON);
		client(new JdkClientHttpRequestFactory()).requestInterceptor(this.interceptor)
			.requestInterceptor(new UsageRequestInterceptor(
					new HttpCallRecorder("rest_client", this.seen, this.server.endpoints("openai"))))
			.build()
			.post()
			.uri("/v1/chat/completions")
			.body(REQUEST)
			.retrieve()
			.body(String.class);
		assertCounted(this.seen.fact());
	}

	@Test
	void standsAsideWhileAnotherSeamCounts() {
		this.server.answers(JSON);
		try (CallClaim claim = CallClaim.open()) {
			assertThat(post(new JdkClientHttpRequestFactory()).retrieve().body(byte[].class))
				.isEqualTo(LlmServer.fixture(JSON));
		}
		assertThat(this.seen.calls()).isEmpty();
		assertThat(CallClaim.isOpen()).isFalse();
	}

	@Test
	void leavesNoClaimBehind() {
		this.server.answers(JSON);
		post(new JdkClientHttpRequestFactory()).retrieve().body(String.class);
		assertThat(CallClaim.isOpen()).isFalse();
	}

	@Test
	void switchedOffItLeavesTheAnswerUntouched() {
		this.server.answers(JSON);
		this.seen.switchOff();
		assertThat(post(new JdkClientHttpRequestFactory()).retrieve().body(byte[].class))
			.isEqualTo(LlmServer.fixture(JSON));
		assertThat(this.seen.calls()).isEmpty();
	}

	@Test
	void leavesOtherPathsAndLookAlikesAlone() {
		this.server.answers(JSON);
		RestClient client = client(new JdkClientHttpRequestFactory()).build();
		client.get().uri("/v1/models").retrieve().body(String.class);
		client.post().uri("/v1/files").body(REQUEST).retrieve().body(String.class);
		String lookAlike = this.server.url().replace("127.0.0.1", "localhost");
		client.post().uri(lookAlike + "/v1/chat/completions").body(REQUEST).retrieve().body(String.class);
		assertThat(this.seen.calls()).isEmpty();
	}

	@Test
	void attributesByTheAttributesOfTheRequest() {
		this.server.answers(JSON);
		post(new JdkClientHttpRequestFactory()).attribute(AttributionParameters.CUSTOMER_ID, "c-7")
			.retrieve()
			.body(String.class);
		assertThat(this.seen.calls().get(0).attribution().customerId()).isEqualTo("c-7");
	}

	@ParameterizedTest
	@MethodSource("factories")
	void watchesARestTemplate(ClientHttpRequestFactory factory) {
		this.server.answers(JSON);
		RestTemplate template = new RestTemplate(factory);
		template.getInterceptors().add(this.interceptor);
		assertThat(template.postForObject(this.server.url() + "/v1/chat/completions", REQUEST, byte[].class))
			.isEqualTo(LlmServer.fixture(JSON));
		assertCounted(this.seen.fact());
	}

	@ParameterizedTest
	@MethodSource("factories")
	void delaysNoChunk(ClientHttpRequestFactory factory) throws Exception {
		this.server.answers(Answer.of(SSE).gap(Duration.ofMillis(60)));
		RestClient plain = RestClient.builder().requestFactory(factory).baseUrl(this.server.url()).build();
		RestClient watched = client(factory).build();
		long without = Long.MAX_VALUE;
		long with = Long.MAX_VALUE;
		for (int i = 0; i < 4; i++) {
			without = Math.min(without, firstChunk(plain));
			with = Math.min(with, firstChunk(watched));
		}
		LogFactory.getLog(getClass())
			.info(String.format("first chunk over %s: %.1f ms without, %.1f ms with the tee: ratio %.2f",
					factory.getClass().getSimpleName(), without / 1e6, with / 1e6, (double) with / without));
		assertThat(with).isLessThan(without * 2 + 100_000_000L);
	}

	private static long firstChunk(RestClient client) {
		long start = System.nanoTime();
		return client.post().uri("/v1/chat/completions").body(REQUEST).exchange((request, response) -> {
			response.getBody().read(new byte[64]);
			long first = System.nanoTime() - start;
			response.getBody().readAllBytes();
			return first;
		});
	}

	private byte[] stream(ClientHttpRequestFactory factory, int limit) {
		return post(factory).exchange((request, response) -> {
			try (InputStream body = response.getBody()) {
				ByteArrayOutputStream read = new ByteArrayOutputStream();
				int next = 0;
				while (next != -1 && read.size() < limit) {
					next = body.read();
					if (next != -1) {
						read.write(next);
					}
				}
				return read.toByteArray();
			}
		});
	}

	private RestClient.RequestBodySpec post(ClientHttpRequestFactory factory) {
		return client(factory).build()
			.post()
			.uri("/v1/chat/completions")
			.contentType(MediaType.APPLICATION_JSON)
			.body(REQUEST);
	}

	private RestClient.Builder client(ClientHttpRequestFactory factory) {
		return RestClient.builder()
			.requestFactory(factory)
			.baseUrl(this.server.url())
			.requestInterceptor(this.interceptor);
	}

	private static void assertCounted(LlmCall fact) {
		assertThat(fact.status()).isEqualTo(CallStatus.SUCCESS);
		assertThat(fact.usageSource()).isEqualTo(UsageSource.PROVIDER);
		assertThat(fact.usage().input()).isEqualTo(330);
		assertThat(fact.usage().output()).isEqualTo(42);
		assertThat(fact.responseId()).isEqualTo("chatcmpl-round-3");
	}

}
