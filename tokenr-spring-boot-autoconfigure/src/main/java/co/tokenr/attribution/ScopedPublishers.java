package co.tokenr.attribution;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.util.context.ContextView;

/**
 * Publishers that subscribe inside a scope: it stands in the Reactor context for the
 * whole life of the subscription, and on the subscribing thread while the source is
 * subscribed. Apart from its callers, so that they load where Reactor is absent.
 */
final class ScopedPublishers {

	private ScopedPublishers() {
	}

	static <T> Flux<T> wrap(Flux<T> source, Function<@Nullable AttributionContext, AttributionContext> scope) {
		return new ScopedFlux<>(source)
			.contextWrite((context) -> context.put(AttributionContext.KEY, scope.apply(current(context))));
	}

	static <T> Mono<T> wrap(Mono<T> source, Function<@Nullable AttributionContext, AttributionContext> scope) {
		return new ScopedMono<>(source)
			.contextWrite((context) -> context.put(AttributionContext.KEY, scope.apply(current(context))));
	}

	private static @Nullable AttributionContext current(ContextView context) {
		return context.getOrDefault(AttributionContext.KEY, null);
	}

	private static AttributionScope resume(CoreSubscriber<?> subscriber) {
		AttributionContext context = current(subscriber.currentContext());
		return AttributionScope.resume((context != null) ? context : AttributionContext.current());
	}

	private static final class ScopedFlux<T> extends FluxOperator<T, T> {

		ScopedFlux(Flux<? extends T> source) {
			super(source);
		}

		@Override
		public void subscribe(CoreSubscriber<? super T> subscriber) {
			try (AttributionScope scope = resume(subscriber)) {
				this.source.subscribe(subscriber);
			}
		}

	}

	private static final class ScopedMono<T> extends MonoOperator<T, T> {

		ScopedMono(Mono<? extends T> source) {
			super(source);
		}

		@Override
		public void subscribe(CoreSubscriber<? super T> subscriber) {
			try (AttributionScope scope = resume(subscriber)) {
				this.source.subscribe(subscriber);
			}
		}

	}

}
