package co.tokenr.autoconfigure;

import co.tokenr.attribution.AttributionResolver;
import co.tokenr.attribution.security.SecurityPrincipalResolver;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Auto-configuration for attributing calls to Spring Security's principal.
 */
@AutoConfiguration(after = TokenrAutoConfiguration.class)
@ConditionalOnClass(SecurityContextHolder.class)
@ConditionalOnBean(TokenrSwitch.class)
@ConditionalOnProperty("tokenr.attribution.security-principal")
public final class TokenrSecurityAutoConfiguration {

	TokenrSecurityAutoConfiguration() {
	}

	@Bean
	@Order(0)
	AttributionResolver tokenrSecurityPrincipalResolver(TokenrProperties properties) {
		return switch (properties.getAttribution().getSecurityPrincipal()) {
			case NONE -> AttributionResolver.NONE;
			case USER -> SecurityPrincipalResolver.user();
			case CUSTOMER -> SecurityPrincipalResolver.customer();
		};
	}

}
