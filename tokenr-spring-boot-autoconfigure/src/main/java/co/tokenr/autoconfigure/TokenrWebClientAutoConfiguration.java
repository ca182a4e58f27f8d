package co.tokenr.autoconfigure;

import co.tokenr.capture.ApplicationBeans;
import co.tokenr.capture.HttpCallRecorder;
import co.tokenr.capture.ProviderEndpoints;
import co.tokenr.capture.StreamUsageHint;
import co.tokenr.capture.TraceIds;
import co.tokenr.capture.webclient.UsageExchangeFilter;
import co.tokenr.capture.webclient.WebClientCoverage;
import co.tokenr.capture.webclient.WebClientUsageCustomizer;
import co.tokenr.usage.UsageRecorder;
import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Auto-configuration for capturing calls to models by {@code WebClient}.
 */
@AutoConfiguration(after = TokenrAutoConfiguration.class)
@ConditionalOnClass({ WebClient.class, Mono.class })
@ConditionalOnBean(TokenrSwitch.class)
public final class TokenrWebClientAutoConfiguration {

	TokenrWebClientAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	UsageExchangeFilter tokenrUsageExchangeFilter(UsageRecorder recorder, TokenrProperties properties,
			ProviderEndpoints endpoints, ObjectProvider<TraceIds> traces, StreamUsageHint hint) {
		return new UsageExchangeFilter(
				new HttpCallRecorder("web_client", new SwitchedRecorder(recorder, properties.getCapture()::isWebClient),
						endpoints, null, traces.getIfAvailable(() -> TraceIds.NONE), hint));
	}

	@Bean
	WebClientCoverage tokenrWebClientCoverage(ApplicationBeans beans) {
		return new WebClientCoverage(beans);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebClientCustomizer.class)
	static class CustomizerConfiguration {

		@Bean
		WebClientUsageCustomizer tokenrWebClientUsageCustomizer(UsageExchangeFilter filter) {
			return new WebClientUsageCustomizer(filter);
		}

		/**
		 * Nobody else gives clients a registry that is ours. Without one the request of a
		 * client hides the observed model whose stream it serves, and is counted as well.
		 */
		@Bean
		WebClientCustomizer tokenrWebClientObservationCustomizer(
				@Qualifier("tokenrObservationRegistry") ObjectProvider<ObservationRegistry> registry) {
			return (builder) -> registry.ifAvailable(builder::observationRegistry);
		}

	}

}
