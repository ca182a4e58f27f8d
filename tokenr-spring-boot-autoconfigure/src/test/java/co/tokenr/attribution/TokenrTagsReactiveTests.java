package co.tokenr.attribution;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long an annotation holds where the method returns before its work is done.
 */
class TokenrTagsReactiveTests {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private Streams streams;

	@BeforeEach
	void start() {
		this.context.registerBean(TokenrTagsBeanPostProcessor.class, () -> new TokenrTagsBeanPostProcessor(() -> true));
		this.context.registerBean(Streams.class);
		this.context.registerBean(OuterStreams.class);
		this.context.refresh();
		this.streams = this.context.getBean(Streams.class);
	}

	@AfterEach
	void stop() {
		assertThat(AttributionContext.current()).isSameAs(AttributionContext.EMPTY);
		this.context.close();
	}

	@Test
	void putsScopeIntoReactorContextOfMonoAndFlux() {
		assertThat(this.streams.mono("a").block()).isEqualTo("a");
		assertThat(this.streams.flux("b").collectList().block()).containsExactly("b", "b");
	}

	@Test
	void opensScopeOnSubscribingThread() {
		assertThat(this.streams.deferred("a").block()).isEqualTo("a");
	}

	@Test
	void keepsArgumentsOfEachInvocationThroughLaterAndRepeatedSubscriptions() {
		Flux<String> first = this.streams.flux("first");
		Flux<String> second = this.streams.flux("second");
		for (int i = 0; i < 2; i++) {
			assertThat(second.collectList().block()).containsOnly("second");
			assertThat(first.collectList().block()).containsOnly("first");
		}
	}

	@Test
	void holdsOnOtherSchedulers() {
		List<String> values = Flux.range(0, 64)
			.flatMap((i) -> this.streams.scheduled("c" + i)
				.subscribeOn(Schedulers.boundedElastic())
				.map((found) -> found.equals("c" + i) ? "same" : found))
			.collectList()
			.block();
		assertThat(values).hasSize(64).containsOnly("same");
	}

	@Test
	void laysInnerStreamOverOuterStream() {
		Attribution attribution = this.context.getBean(OuterStreams.class).outer().block();
		assertThat(attribution)
			.isEqualTo(Attribution.builder().team("outer").customer("inner").tag("o", "1").tag("i", "2").build());
	}

	@Test
	void keepsAttributionThatSubscriberBrings() {
		AttributionContext brought = AttributionContext.EMPTY.with(Attribution.builder().user("u").build());
		Attribution attribution = this.streams.attribution("c")
			.contextWrite((context) -> context.put(AttributionContext.KEY, brought))
			.block();
		assertThat(attribution.userId()).isEqualTo("u");
		assertThat(attribution.customerId()).isEqualTo("c");
	}

	@Test
	void wrapsOtherPublishersWhereCallersTakeAnyPublisher() {
		assertThat(Flux.from(this.streams.publisher("p")).blockLast()).isEqualTo("p");
		assertThat(this.streams.own()).isExactlyInstanceOf(OwnPublisher.class);
		assertThat(this.streams.object()).isExactlyInstanceOf(OwnPublisher.class);
	}

	@Test
	void leavesPublishersWhoseTypeWouldBeLost() {
		assertThat(this.streams.connectable("c")).isInstanceOf(ConnectableFlux.class);
	}

	@Test
	void handsFutureOnUnchangedAndAttributesWhatItsTasksWrap() {
		CompletionStage<String> future = this.streams.future("f");
		assertThat(future).isSameAs(this.streams.given());
		assertThat(future.toCompletableFuture().join()).isEqualTo("f");
	}

	static Attribution current() {
		return AttributionContext.current().attribution();
	}

	static Attribution attribution(ContextView context) {
		AttributionContext found = context.get(AttributionContext.KEY);
		return found.attribution();
	}

	static String customer(ContextView context) {
		return String.valueOf(attribution(context).customerId());
	}

	static class Streams {

		private CompletableFuture<String> given = new CompletableFuture<>();

		CompletableFuture<String> given() {
			return this.given;
		}

		@TokenrTags(customer = "#{#id}")
		Mono<String> mono(String id) {
			return Mono.deferContextual((context) -> Mono.just(customer(context)));
		}

		@TokenrTags(customer = "#{#id}")
		Flux<String> flux(String id) {
			return Flux.deferContextual((context) -> Flux.just(customer(context), customer(context)));
		}

		@TokenrTags(customer = "#{#id}")
		Mono<String> deferred(String id) {
			return Mono.fromSupplier(() -> String.valueOf(current().customerId()));
		}

		@TokenrTags(customer = "#{#id}")
		Mono<String> scheduled(String id) {
			return Mono.just(1)
				.publishOn(Schedulers.parallel())
				.flatMap((one) -> Mono.deferContextual((context) -> Mono.just(customer(context))));
		}

		@TokenrTags(customer = "#{#id}", tags = "i=2")
		Mono<Attribution> attribution(String id) {
			return Mono.deferContextual((context) -> Mono.just(TokenrTagsReactiveTests.attribution(context)));
		}

		@TokenrTags(customer = "#{#id}")
		Publisher<String> publisher(String id) {
			Flux<String> flux = flux(id);
			return flux::subscribe;
		}

		@TokenrTags(customer = "x")
		OwnPublisher own() {
			return new OwnPublisher();
		}

		@TokenrTags(customer = "x")
		Object object() {
			return new OwnPublisher();
		}

		@TokenrTags(customer = "#{#id}")
		ConnectableFlux<String> connectable(String id) {
			return Flux.just(id).publish();
		}

		@TokenrTags(customer = "#{#id}")
		CompletionStage<String> future(String id) {
			try (AttributionScope scope = AttributionScope.open(Attribution.NONE)) {
				this.given = CompletableFuture.supplyAsync(scope.wrap(() -> String.valueOf(current().customerId())));
			}
			return this.given;
		}

	}

	static class OuterStreams {

		private final Streams streams;

		OuterStreams(Streams streams) {
			this.streams = streams;
		}

		@TokenrTags(team = "outer", customer = "outer", tags = "o=1")
		Mono<Attribution> outer() {
			return Mono.defer(() -> this.streams.attribution("inner"));
		}

	}

	static class OwnPublisher implements Publisher<String> {

		@Override
		public void subscribe(Subscriber<? super String> subscriber) {
			Flux.just("own").subscribe(subscriber);
		}

	}

}
