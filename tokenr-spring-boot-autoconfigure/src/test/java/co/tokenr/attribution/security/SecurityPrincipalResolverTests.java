package co.tokenr.attribution.security;

import java.time.Duration;
import java.util.List;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.Resolution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecurityPrincipalResolver}.
 */
class SecurityPrincipalResolverTests {

	private static final Authentication ADA = authenticated("ada");

	private final SecurityPrincipalResolver resolver = SecurityPrincipalResolver.user();

	@AfterEach
	void clear() {
		SecurityContextHolder.clearContext();
	}

	@Test
	void locksTheUserOfTheThread() {
		SecurityContextHolder.setContext(new SecurityContextImpl(ADA));
		assertThat(this.resolver.resolve(() -> null)).isEqualTo(user("ada"));
	}

	@Test
	void locksTheCustomer() {
		SecurityContextHolder.setContext(new SecurityContextImpl(ADA));
		assertThat(SecurityPrincipalResolver.customer().resolve(() -> null))
			.isEqualTo(Resolution.locked(Attribution.builder().customer("ada").build()));
	}

	@Test
	void someoneInTheStreamComesBeforeSomeoneOnTheThread() {
		SecurityContextHolder.setContext(new SecurityContextImpl(ADA));
		Context context = ReactiveSecurityContextHolder.withAuthentication(authenticated("bob"));
		assertThat(this.resolver.resolve(() -> context)).isEqualTo(user("bob"));
		assertThat(this.resolver.resolve(Context::empty)).isEqualTo(user("ada"));
		assertThat(this.resolver.resolve(() -> "no context")).isEqualTo(user("ada"));
	}

	@Test
	void nobodySaysNothing() {
		assertThat(this.resolver.resolve(() -> null)).isSameAs(Resolution.NONE);
		SecurityContextHolder.setContext(new SecurityContextImpl(
				new AnonymousAuthenticationToken("key", "anonymous", AuthorityUtils.createAuthorityList("ROLE_X"))));
		assertThat(this.resolver.resolve(() -> null)).isSameAs(Resolution.NONE);
		SecurityContextHolder
			.setContext(new SecurityContextImpl(UsernamePasswordAuthenticationToken.unauthenticated("ada", "secret")));
		assertThat(this.resolver.resolve(() -> null)).isSameAs(Resolution.NONE);
		SecurityContextHolder.setContext(new SecurityContextImpl(authenticated(" ")));
		assertThat(this.resolver.resolve(() -> null)).isEqualTo(Resolution.NONE);
	}

	@Test
	void doesNotWaitForWhoIsNotThereYet() {
		Mono<SecurityContext> slow = Mono.<SecurityContext>just(new SecurityContextImpl(ADA))
			.delayElement(Duration.ofMinutes(1));
		Context context = ReactiveSecurityContextHolder.withSecurityContext(slow);
		assertThat(this.resolver.resolve(() -> context)).isSameAs(Resolution.NONE);
	}

	private static Resolution user(String name) {
		return Resolution.locked(Attribution.builder().user(name).build());
	}

	private static Authentication authenticated(String name) {
		return UsernamePasswordAuthenticationToken.authenticated(name, "secret", List.of());
	}

}
