package co.tokenr.autoconfigure;

import co.tokenr.actuate.TokenrHealthIndicator;
import co.tokenr.report.UsageReporter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the health component {@code tokenr}.
 */
@AutoConfiguration(after = TokenrReporterAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(UsageReporter.class)
@ConditionalOnEnabledHealthIndicator("tokenr")
public final class TokenrHealthAutoConfiguration {

	TokenrHealthAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(name = { "tokenrHealthIndicator", "tokenrHealthContributor" })
	TokenrHealthIndicator tokenrHealthContributor(Delivery delivery, UsageReporter reporter) {
		return new TokenrHealthIndicator(delivery.description(), delivery.statuses(reporter));
	}

}
