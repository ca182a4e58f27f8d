package co.tokenr.autoconfigure;

import co.tokenr.capture.ApplicationBeans;
import co.tokenr.capture.HttpCallRecorder;
import co.tokenr.capture.ProviderEndpoints;
import co.tokenr.capture.StreamUsageHint;
import co.tokenr.capture.TraceIds;
import co.tokenr.capture.restclient.RestClientCoverage;
import co.tokenr.capture.restclient.RestClientUsageCustomizer;
import co.tokenr.capture.restclient.UsageRequestInterceptor;
import co.tokenr.usage.UsageRecorder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;

/**
 * Auto-configuration for capturing calls to models by {@code RestClient} and
 * {@code RestTemplate}.
 */
@AutoConfiguration(after = TokenrAutoConfiguration.class)
@ConditionalOnClass(RestClient.class)
@ConditionalOnBean(TokenrSwitch.class)
public final class TokenrRestClientAutoConfiguration {

	TokenrRestClientAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	UsageRequestInterceptor tokenrUsageRequestInterceptor(UsageRecorder recorder, TokenrProperties properties,
			ProviderEndpoints endpoints, ObjectProvider<TraceIds> traces, StreamUsageHint hint) {
		return new UsageRequestInterceptor(new HttpCallRecorder("rest_client",
				new SwitchedRecorder(recorder, properties.getCapture()::isRestClient), endpoints, null,
				traces.getIfAvailable(() -> TraceIds.NONE), hint));
	}

	@Bean
	RestClientCoverage tokenrRestClientCoverage(ApplicationBeans beans) {
		return new RestClientCoverage(beans);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestClientCustomizer.class)
	static class CustomizerConfiguration {

		@Bean
		RestClientUsageCustomizer tokenrRestClientUsageCustomizer(UsageRequestInterceptor interceptor) {
			return new RestClientUsageCustomizer(interceptor);
		}

	}

}
