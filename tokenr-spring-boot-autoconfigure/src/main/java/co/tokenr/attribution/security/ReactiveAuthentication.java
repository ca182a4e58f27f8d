package co.tokenr.attribution.security;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;

/**
 * Finds the authentication in a Reactor context. Apart from its caller, so that it loads
 * where Reactor is absent.
 */
final class ReactiveAuthentication {

	private ReactiveAuthentication() {
	}

	/**
	 * Returns the authentication, if it is there without waiting, as it is once the
	 * request was authorized.
	 */
	static @Nullable Authentication of(Object reactorContext) {
		if (!(reactorContext instanceof ContextView context)) {
			return null;
		}
		Mono<SecurityContext> found = ReactiveSecurityContextHolder.getContext().contextWrite(context);
		CompletableFuture<SecurityContext> future = found.toFuture();
		SecurityContext security = future.getNow(null);
		future.cancel(false);
		return (security != null) ? security.getAuthentication() : null;
	}

}
