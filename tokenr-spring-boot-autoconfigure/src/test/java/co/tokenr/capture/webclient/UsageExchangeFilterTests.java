package co.tokenr.capture.webclient;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.attribution.AttributionParameters;
import co.tokenr.capture.CallClaim;
import co.tokenr.capture.HttpCallRecorder;
import co.tokenr.capture.LlmServer;
import co.tokenr.capture.LlmServer.Answer;
import co.tokenr.capture.SeenCalls;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.UsageSource;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link UsageExchangeFilter} over every HTTP client that is at hand.
 */
class UsageExchangeFilterTests {

	private static final String JSON = "openai/round-3-answer.json";

	private static final String SSE = "openai/round-3-answer.sse";

	private static final String REQUEST = "{\"model\":\"gpt-5.6-terra\",\"messages\":[]}";

	private final LlmServer server = new LlmServer();

	private final SeenCalls seen = new SeenCalls();

	private final UsageExchangeFilter filter = filter();

	@AfterEach
	void close() {
		this.server.close();
	}

	static Stream<Named<ClientHttpConnector>> connectors() {
		return Stream.of(Named.of("reactor", new ReactorClientHttpConnector()),
				Named.of("jdk", new JdkClientHttpConnector()));
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void countsWhatTheServerSent(ClientHttpConnector connector) {
		this.server.answers(JSON);
		assertThat(post(connector).retrieve().bodyToMono(byte[].class).block()).isEqualTo(LlmServer.fixture(JSON));
		LlmCall fact = this.seen.fact();
		assertCounted(fact);
		assertThat(fact.capturedBy()).isEqualTo("web_client");
		assertThat(fact.requestModel()).isEqualTo("gpt-5.6-terra");
		assertThat(new String(this.server.asked().get(0).body(), StandardCharsets.UTF_8)).isEqualTo(REQUEST);
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void leavesTheRequestAsItIs(ClientHttpConnector connector) {
		this.server.answers(JSON);
		post(connector).retrieve().bodyToMono(byte[].class).block();
		plain(connector).retrieve().bodyToMono(byte[].class).block();
		assertThat(this.server.asked().get(0).headers()).isEqualTo(this.server.asked().get(1).headers());
		assertThat(this.server.asked().get(0).body()).isEqualTo(this.server.asked().get(1).body());
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void countsAStream(ClientHttpConnector connector) {
		this.server.answers(SSE);
		assertThat(bytes(post(connector).retrieve().bodyToFlux(DataBuffer.class))).isEqualTo(LlmServer.fixture(SSE));
		LlmCall fact = this.seen.fact();
		assertCounted(fact);
		assertThat(fact.streaming()).isTrue();
		assertThat(fact.timeToFirstToken()).isPositive().isLessThanOrEqualTo(fact.latency());
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void countsEventsThatACodecReads(ClientHttpConnector connector) {
		this.server.answers(SSE);
		List<String> events = post(connector).retrieve().bodyToFlux(String.class).collectList().block();
		assertThat(events).hasSize(7).last().isEqualTo("[DONE]");
		assertCounted(this.seen.fact());
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void streamThatIsGivenUpIsCancelled(ClientHttpConnector connector) {
		this.server.answers(Answer.of(SSE).stallsAfter(4));
		assertThat(post(connector).retrieve().bodyToFlux(String.class).take(3).collectList().block()).hasSize(3);
		await().untilAsserted(() -> assertThat(this.seen.fact().status()).isEqualTo(CallStatus.CANCELLED));
		assertThat(this.seen.fact().usageSource()).isEqualTo(UsageSource.MISSING);
		assertThat(this.seen.fact().responseId()).isEqualTo("chatcmpl-round-3");
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void streamThatIsLeftBehindItsLastEventIsNotCancelled(ClientHttpConnector connector) {
		this.server.answers(Answer.of(SSE).stallsAfter(7));
		post(connector).retrieve().bodyToFlux(String.class).takeUntil("[DONE]"::equals).blockLast();
		await().untilAsserted(() -> assertCounted(this.seen.fact()));
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void callThatIsGivenUpBeforeItsAnswerIsCancelled(ClientHttpConnector connector) {
		this.server.answers(Answer.of(JSON).gap(Duration.ofSeconds(1)).stallsAfter(0));
		assertThatException().isThrownBy(
				() -> post(connector).retrieve().bodyToMono(String.class).timeout(Duration.ofMillis(200)).block());
		await().untilAsserted(() -> assertThat(this.seen.fact().status()).isEqualTo(CallStatus.CANCELLED));
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void countsAnAnswerThatNobodyReads(ClientHttpConnector connector) {
		this.server.answers(JSON);
		assertThat(post(connector).retrieve().toBodilessEntity().block().getStatusCode().value()).isEqualTo(200);
		await().untilAsserted(() -> assertThat(this.seen.fact().status()).isNotEqualTo(CallStatus.ERROR));
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void countsAnAnswerThatIsReleased(ClientHttpConnector connector) {
		this.server.answers(JSON);
		post(connector).exchangeToMono(ClientResponse::releaseBody).block();
		await().untilAsserted(() -> assertThat(this.seen.fact().status()).isNotEqualTo(CallStatus.ERROR));
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void readsACompressedAnswerAndLeavesItAsItIs(ClientHttpConnector connector) {
		this.server.answers(Answer.of(SSE).gzipped());
		byte[] watched = bytes(
				post(connector).header("Accept-Encoding", "gzip").retrieve().bodyToFlux(DataBuffer.class));
		byte[] plain = bytes(
				plain(connector).header("Accept-Encoding", "gzip").retrieve().bodyToFlux(DataBuffer.class));
		assertThat(watched).isEqualTo(plain);
		assertCounted(this.seen.fact());
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void refusalIsAnErrorNamedByTheProvider(ClientHttpConnector connector) {
		this.server.answers(Answer.of("openai/error-400.json").status(400));
		assertThatExceptionOfType(WebClientResponseException.BadRequest.class)
			.isThrownBy(() -> post(connector).retrieve().bodyToMono(String.class).block())
			.satisfies((ex) -> assertThat(ex.getResponseBodyAsByteArray())
				.isEqualTo(LlmServer.fixture("openai/error-400.json")));
		assertThat(this.seen.fact().status()).isEqualTo(CallStatus.ERROR);
		assertThat(this.seen.fact().errorType()).isEqualTo("invalid_request_error");
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void refusedConnectionIsAnErrorAndARetryACallOfItsOwn(ClientHttpConnector connector) {
		this.server.close();
		assertThatExceptionOfType(WebClientRequestException.class)
			.isThrownBy(() -> post(connector).retrieve().bodyToMono(String.class).retry(1).block());
		assertThat(this.seen.facts()).hasSize(2)
			.allSatisfy((fact) -> assertThat(fact.status()).isEqualTo(CallStatus.ERROR));
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void leavesTheDemandAsItIs(ClientHttpConnector connector) {
		this.server.answers(Answer.of(SSE).gap(Duration.ofMillis(20)));
		assertThat(demand(post(connector))).isEqualTo(demand(plain(connector))).containsOnly(1L);
		assertCounted(this.seen.fact());
	}

	@Test
	void registeredTwiceItCountsOnce() {
		this.server.answers(JSON);
		post(client(new ReactorClientHttpConnector()).filter(this.filter).filter(filter()).filter(filter())).retrieve()
			.bodyToMono(String.class)
			.block();
		assertCounted(this.seen.fact());
	}

	@Test
	void standsAsideWhileAnotherSeamCounts() {
		this.server.answers(JSON);
		assertThat(post(new ReactorClientHttpConnector()).retrieve()
			.bodyToMono(byte[].class)
			.contextWrite((context) -> context.put(CallClaim.KEY, true))
			.block()).isEqualTo(LlmServer.fixture(JSON));
		try (CallClaim claim = CallClaim.open()) {
			post(new ReactorClientHttpConnector()).retrieve().bodyToMono(byte[].class).block();
		}
		assertThat(this.seen.calls()).isEmpty();
	}

	@Test
	void standsAsideInTheStreamOfAModelThatIsObserved() {
		this.server.answers(JSON);
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler((context) -> true);
		Observation model = Observation.createNotStarted("model", registry).start();
		model.getContext().put(CallClaim.KEY, true);
		Observation http = Observation.createNotStarted("http", registry).parentObservation(model).start();
		WebClient.Builder client = client(new ReactorClientHttpConnector()).observationRegistry(registry)
			.filter(this.filter);
		for (Observation observation : List.of(model, http)) {
			post(client).retrieve()
				.bodyToMono(String.class)
				.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, observation))
				.block();
		}
		assertThat(this.seen.calls()).isEmpty();
		post(client).retrieve().bodyToMono(String.class).block();
		assertThat(this.seen.calls()).hasSize(1);
	}

	@Test
	void switchedOffItLeavesTheAnswerUntouched() {
		this.server.answers(JSON);
		this.seen.switchOff();
		assertThat(post(new ReactorClientHttpConnector()).retrieve().bodyToMono(byte[].class).block())
			.isEqualTo(LlmServer.fixture(JSON));
		assertThat(this.seen.calls()).isEmpty();
	}

	@Test
	void leavesOtherPathsAndLookAlikesAlone() {
		this.server.answers(JSON);
		WebClient client = client(new ReactorClientHttpConnector()).filter(this.filter).build();
		client.get().uri("/v1/models").retrieve().bodyToMono(String.class).block();
		String lookAlike = this.server.url().replace("127.0.0.1", "localhost") + "/v1/chat/completions";
		client.post().uri(lookAlike).bodyValue(REQUEST).retrieve().bodyToMono(String.class).block();
		assertThat(this.seen.calls()).isEmpty();
	}

	@Test
	void attributesByTheSubscriberAndByTheAttributesOfTheRequest() {
		this.server.answers(JSON);
		AttributionContext context = AttributionContext.EMPTY.with(Attribution.builder().team("core").build());
		post(new ReactorClientHttpConnector()).attribute(AttributionParameters.CUSTOMER_ID, "c-7")
			.retrieve()
			.bodyToMono(String.class)
			.contextWrite((reactor) -> reactor.put(AttributionContext.KEY, context))
			.block();
		assertThat(this.seen.calls().get(0).attribution().teamId()).isEqualTo("core");
		assertThat(this.seen.calls().get(0).attribution().customerId()).isEqualTo("c-7");
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void delaysNoChunk(ClientHttpConnector connector) {
		this.server.answers(Answer.of(SSE).gap(Duration.ofMillis(60)));
		long without = Long.MAX_VALUE;
		long with = Long.MAX_VALUE;
		for (int i = 0; i < 4; i++) {
			without = Math.min(without, firstChunk(plain(connector)));
			with = Math.min(with, firstChunk(post(connector)));
		}
		LogFactory.getLog(getClass())
			.info(String.format("first chunk over %s: %.1f ms without, %.1f ms with the tee: ratio %.2f",
					connector.getClass().getSimpleName(), without / 1e6, with / 1e6, (double) with / without));
		assertThat(with).isLessThan(without * 2 + TimeUnit.MILLISECONDS.toNanos(100));
	}

	private static long firstChunk(WebClient.RequestHeadersSpec<?> request) {
		long start = System.nanoTime();
		List<Long> times = request.retrieve()
			.bodyToFlux(DataBuffer.class)
			.doOnNext(DataBufferUtils::release)
			.map((buffer) -> System.nanoTime() - start)
			.collectList()
			.block();
		return times.get(0);
	}

	/** What a subscriber that takes one buffer after the other asks of the client. */
	private static List<Long> demand(WebClient.RequestHeadersSpec<?> request) {
		List<Long> demand = new ArrayList<>();
		Flux<DataBuffer> body = request.exchangeToFlux((response) -> response.bodyToFlux(DataBuffer.class))
			.doOnRequest(demand::add);
		List<String> end = new ArrayList<>();
		body.subscribe(new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				request(1);
			}

			@Override
			protected void hookOnNext(DataBuffer buffer) {
				DataBufferUtils.release(buffer);
				request(1);
			}

			@Override
			protected void hookOnComplete() {
				end.add("end");
			}

		});
		await().until(() -> !end.isEmpty());
		return demand.stream().distinct().toList();
	}

	private static byte[] bytes(Flux<DataBuffer> body) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataBufferUtils.write(body, bytes).doOnNext(DataBufferUtils::release).blockLast();
		return bytes.toByteArray();
	}

	private UsageExchangeFilter filter() {
		return new UsageExchangeFilter(new HttpCallRecorder("web_client", this.seen, this.server.endpoints("openai")));
	}

	private WebClient.RequestHeadersSpec<?> post(ClientHttpConnector connector) {
		return post(client(connector).filter(this.filter));
	}

	private WebClient.RequestHeadersSpec<?> plain(ClientHttpConnector connector) {
		return post(client(connector));
	}

	private static WebClient.RequestHeadersSpec<?> post(WebClient.Builder client) {
		return client.build()
			.post()
			.uri("/v1/chat/completions")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(REQUEST);
	}

	private WebClient.Builder client(ClientHttpConnector connector) {
		return WebClient.builder().clientConnector(connector).baseUrl(this.server.url());
	}

	private static void assertCounted(LlmCall fact) {
		assertThat(fact.status()).isEqualTo(CallStatus.SUCCESS);
		assertThat(fact.usageSource()).isEqualTo(UsageSource.PROVIDER);
		assertThat(fact.usage().input()).isEqualTo(330);
		assertThat(fact.usage().output()).isEqualTo(42);
		assertThat(fact.responseId()).isEqualTo("chatcmpl-round-3");
	}

}
