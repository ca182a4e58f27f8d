package co.tokenr.attribution.security;

import java.util.List;
import java.util.Map;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionResolver;
import co.tokenr.attribution.Resolution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.util.context.Context;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of docs/attribution.md: a customer that is named by a claim.
 */
class JwtClaimResolverTests {

	private final AttributionResolver resolver = new AnnotationConfigApplicationContext(TenantConfiguration.class)
		.getBean(AttributionResolver.class);

	@AfterEach
	void clear() {
		SecurityContextHolder.clearContext();
	}

	@Test
	void locksTheCustomerThatTheClaimNames() {
		SecurityContextHolder.setContext(new SecurityContextImpl(authentication(new Jwt(Map.of("tenant", "acme")))));
		assertThat(this.resolver.resolve(() -> null)).isEqualTo(acme());
	}

	@Test
	void findsTheClaimInAStream() {
		Context context = ReactiveSecurityContextHolder
			.withAuthentication(authentication(new Jwt(Map.of("tenant", "acme"))));
		assertThat(this.resolver.resolve(() -> context)).isEqualTo(acme());
	}

	@Test
	void saysNothingWhereThereIsNoClaim() {
		SecurityContextHolder.setContext(new SecurityContextImpl(authentication(new Jwt(Map.of()))));
		assertThat(this.resolver.resolve(() -> null)).isEqualTo(Resolution.NONE);
		SecurityContextHolder.setContext(new SecurityContextImpl(authentication("ada")));
		assertThat(this.resolver.resolve(() -> null)).isEqualTo(Resolution.NONE);
	}

	private static Resolution acme() {
		return Resolution.locked(Attribution.builder().customer("acme").build());
	}

	private static Authentication authentication(Object principal) {
		return UsernamePasswordAuthenticationToken.authenticated(principal, null, List.of());
	}

	@Configuration(proxyBeanMethods = false)
	static class TenantConfiguration {

		@Bean
		AttributionResolver tenantResolver() {
			return new SecurityPrincipalResolver((authentication) -> {
				if (authentication.getPrincipal() instanceof Jwt jwt) {
					return Attribution.builder().customer(jwt.getClaimAsString("tenant")).build();
				}
				return Attribution.NONE;
			});
		}

	}

	/** Stands for the class of this name in spring-security-oauth2-jose. */
	private record Jwt(Map<String, String> claims) {

		String getClaimAsString(String claim) {
			return this.claims.get(claim);
		}

	}

}
