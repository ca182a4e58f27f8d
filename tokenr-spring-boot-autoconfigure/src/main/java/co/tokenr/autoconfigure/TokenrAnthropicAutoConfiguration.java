package co.tokenr.autoconfigure;

import java.util.function.BooleanSupplier;

import co.tokenr.capture.ApplicationBeans;
import co.tokenr.capture.HttpCallRecorder;
import co.tokenr.capture.ProviderEndpoints;
import co.tokenr.capture.ServedDetails;
import co.tokenr.capture.TraceIds;
import co.tokenr.capture.okhttp.ServedDetailsInterceptor;
import co.tokenr.capture.anthropic.AnthropicClientPostProcessor;
import co.tokenr.capture.anthropic.AnthropicCoverage;
import co.tokenr.capture.anthropic.AnthropicDetailsCustomizer;
import co.tokenr.capture.anthropic.TokenrAnthropic;
import co.tokenr.usage.UsageRecorder;
import com.anthropic.client.AnthropicClient;
import okhttp3.Interceptor;
import org.springframework.ai.anthropic.http.okhttp.AnthropicHttpClientBuilderCustomizer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration for capturing calls by Anthropic's SDK, and for reading what Spring
 * AI's Anthropic module drops.
 */
@AutoConfiguration(after = TokenrAutoConfiguration.class)
@ConditionalOnClass(AnthropicClient.class)
@ConditionalOnBean(TokenrSwitch.class)
public final class TokenrAnthropicAutoConfiguration {

	private static final String CAPTURED_BY = "anthropic_sdk";

	private static final String PROVIDER = "anthropic";

	TokenrAnthropicAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	TokenrAnthropic tokenrAnthropic(UsageRecorder recorder, TokenrProperties properties, ProviderEndpoints endpoints,
			ObjectProvider<TraceIds> traces) {
		return new TokenrAnthropic(calls(recorder, properties.getCapture()::isVendorSdk, endpoints, traces));
	}

	@Bean
	static AnthropicClientPostProcessor tokenrAnthropicClientPostProcessor(ObjectProvider<TokenrAnthropic> tokenr,
			ConfigurableBeanFactory beans) {
		return new AnthropicClientPostProcessor(tokenr, beans);
	}

	@Bean
	AnthropicCoverage tokenrAnthropicCoverage(ApplicationBeans beans, TokenrAnthropic tokenr) {
		return new AnthropicCoverage(beans, tokenr);
	}

	private static HttpCallRecorder calls(UsageRecorder recorder, BooleanSupplier surface, ProviderEndpoints endpoints,
			ObjectProvider<TraceIds> traces) {
		return new HttpCallRecorder(CAPTURED_BY, new SwitchedRecorder(recorder, surface), endpoints, PROVIDER,
				traces.getIfAvailable(() -> TraceIds.NONE));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ AnthropicHttpClientBuilderCustomizer.class, Interceptor.class })
	static class SpringAiConfiguration {

		@Bean
		AnthropicDetailsCustomizer tokenrAnthropicDetailsCustomizer(UsageRecorder recorder, TokenrProperties properties,
				ProviderEndpoints endpoints, ServedDetails details, ObjectProvider<TraceIds> traces) {
			TokenrCaptureProperties capture = properties.getCapture();
			return new AnthropicDetailsCustomizer(
					new ServedDetailsInterceptor(calls(recorder, capture::isVendorSdk, endpoints, traces),
							calls(recorder, capture::isAudio, endpoints, traces), details));
		}

	}

}
