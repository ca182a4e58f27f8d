package co.tokenr.attribution;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Puts the scope of a call around the publisher that it returned. Apart from its caller,
 * so that that loads where Reactor is absent.
 */
final class PublisherResults {

	private PublisherResults() {
	}

	/**
	 * Wraps a result.
	 * @param result what the method returned
	 * @param scope the scope of the call
	 * @param returnType what callers take the result for
	 * @return the wrapped publisher, or the result itself where it is none or callers
	 * would not recognise it
	 */
	static @Nullable Object wrap(@Nullable Object result, AttributionScope scope, Class<?> returnType) {
		if (result instanceof Mono<?> mono) {
			return orLeft(scope.wrap(mono), mono, returnType);
		}
		if (result instanceof Flux<?> flux) {
			return orLeft(scope.wrap(flux), flux, returnType);
		}
		// declared as Object, a foreign publisher may be used as what it is
		if (result instanceof Publisher<?> publisher && Publisher.class.isAssignableFrom(returnType)
				&& returnType.isAssignableFrom(Flux.class)) {
			return scope.wrap(Flux.from(publisher));
		}
		return result;
	}

	private static Object orLeft(Object wrapped, Object original, Class<?> returnType) {
		return returnType.isInstance(wrapped) ? wrapped : original;
	}

}
