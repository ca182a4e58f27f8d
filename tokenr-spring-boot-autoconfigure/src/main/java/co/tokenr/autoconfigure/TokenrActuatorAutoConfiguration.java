package co.tokenr.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import co.tokenr.Tokenr;
import co.tokenr.TokenrControl;
import co.tokenr.actuate.TokenrAuditListener;
import co.tokenr.actuate.TokenrCoverageEndpoint;
import co.tokenr.actuate.TokenrDashboardEndpoint;
import co.tokenr.actuate.TokenrEndpoint;
import co.tokenr.actuate.TokenrPricesEndpoint;
import co.tokenr.actuate.TokenrUsageEndpoint;
import co.tokenr.attribution.security.AuthenticatedName;
import co.tokenr.capture.CoverageReport;
import co.tokenr.ledger.RunningTotals;
import co.tokenr.ledger.UsageLedger;
import co.tokenr.pipeline.PipelineCounts;
import co.tokenr.pricing.CataloguePriceBook;
import co.tokenr.report.UsageReporter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.web.PathMapper;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Auto-configuration for the actuator endpoints {@code tokenr}, {@code tokenrcoverage},
 * {@code tokenrdashboard}, {@code tokenrprices} and {@code tokenrusage}, and for keeping
 * the token out of all other endpoints.
 */
@AutoConfiguration(after = { TokenrReporterAutoConfiguration.class, TokenrLedgerAutoConfiguration.class })
@ConditionalOnClass({ ConditionalOnAvailableEndpoint.class, SanitizingFunction.class })
@ConditionalOnBean(UsageReporter.class)
public final class TokenrActuatorAutoConfiguration {

	private static final int LATEST_DEAD_LETTERS = 5;

	TokenrActuatorAutoConfiguration() {
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnMissingBean
	TokenrEndpoint tokenrEndpoint(Tokenr tokenr, RunningTotals totals, PipelineCounts counts, Delivery delivery,
			UsageReporter reporter, TokenrControl control) {
		return new TokenrEndpoint(tokenr, totals, counts, delivery.description(), delivery.statuses(reporter),
				(target) -> reporter.deadLetters(target, LATEST_DEAD_LETTERS), control);
	}

	@Bean
	@ConditionalOnMissingBean
	TokenrAuditListener tokenrAuditListener(ApplicationEventPublisher publisher) {
		return new TokenrAuditListener(publisher, () -> null);
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnMissingBean
	TokenrCoverageEndpoint tokenrCoverageEndpoint(CoverageReport report) {
		return new TokenrCoverageEndpoint(report);
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnBean(CataloguePriceBook.class)
	@ConditionalOnMissingBean
	TokenrPricesEndpoint tokenrPricesEndpoint(CataloguePriceBook prices, ObjectProvider<UsageLedger> ledger) {
		return new TokenrPricesEndpoint(prices, (id) -> stored(ledger.getIfAvailable(), id));
	}

	private static @Nullable Map<String, Object> stored(@Nullable UsageLedger ledger, UUID id) {
		return (ledger != null) ? ledger.event(id.toString()) : null;
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnMissingBean
	@ConditionalOnBean(UsageLedger.class)
	TokenrUsageEndpoint tokenrUsageEndpoint(UsageLedger ledger) {
		return new TokenrUsageEndpoint(ledger);
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnMissingBean
	TokenrDashboardEndpoint tokenrDashboardEndpoint(ObjectProvider<PathMapper> mappers) {
		List<PathMapper> ordered = mappers.orderedStream().toList();
		return new TokenrDashboardEndpoint((id) -> PathMapper.getRootPath(ordered, EndpointId.of(id)));
	}

	@Bean
	SanitizingFunction tokenrSanitizingFunction() {
		return TokenrActuatorAutoConfiguration::sanitize;
	}

	private static SanitizableData sanitize(SanitizableData data) {
		String key = data.getKey().toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
		boolean secret = key.endsWith("tokenrtoken") || key.endsWith("tokenrledgerjdbcpassword")
				|| key.contains("tokenrreporterheaders") || (key.contains("tokenr") && key.endsWith("egresshashkey"));
		return secret ? data.withSanitizedValue() : data;
	}

	/**
	 * Names who is authenticated.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SecurityContextHolder.class)
	static class SecurityConfiguration {

		@Bean
		TokenrAuditListener tokenrSecurityAuditListener(ApplicationEventPublisher publisher) {
			return new TokenrAuditListener(publisher, new AuthenticatedName());
		}

	}

}
