package co.tokenr.attribution.security;

import java.util.function.Function;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionResolver;
import co.tokenr.attribution.Resolution;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Locks what the authenticated principal says of a call. Looks into the Reactor context
 * of a stream first, then at the thread. Someone anonymous, or not authenticated, says
 * nothing. Thread-safe.
 */
public final class SecurityPrincipalResolver implements AttributionResolver {

	private final AuthenticationTrustResolver trust = new AuthenticationTrustResolverImpl();

	private final Function<Authentication, Attribution> attribution;

	/**
	 * Creates a resolver.
	 * @param attribution what someone who is authenticated says of a call
	 */
	public SecurityPrincipalResolver(Function<Authentication, Attribution> attribution) {
		this.attribution = attribution;
	}

	/**
	 * Creates a resolver that takes the principal's name for the user's id.
	 * @return the resolver
	 */
	public static SecurityPrincipalResolver user() {
		return new SecurityPrincipalResolver(
				(authentication) -> Attribution.builder().user(authentication.getName()).build());
	}

	/**
	 * Creates a resolver that takes the principal's name for the customer's id.
	 * @return the resolver
	 */
	public static SecurityPrincipalResolver customer() {
		return new SecurityPrincipalResolver(
				(authentication) -> Attribution.builder().customer(authentication.getName()).build());
	}

	@Override
	public Resolution resolve(Source source) {
		Authentication authentication = authentication(source.reactorContext());
		return this.trust.isAuthenticated(authentication) ? Resolution.locked(this.attribution.apply(authentication))
				: Resolution.NONE;
	}

	private static @Nullable Authentication authentication(@Nullable Object reactorContext) {
		Authentication authentication = (reactorContext != null) ? ReactiveAuthentication.of(reactorContext) : null;
		return (authentication != null) ? authentication : SecurityContextHolder.getContext().getAuthentication();
	}

}
