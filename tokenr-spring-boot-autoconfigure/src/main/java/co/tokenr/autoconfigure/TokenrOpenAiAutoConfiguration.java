package co.tokenr.autoconfigure;

import java.util.function.BooleanSupplier;

import co.tokenr.capture.ApplicationBeans;
import co.tokenr.capture.HttpCallRecorder;
import co.tokenr.capture.ProviderEndpoints;
import co.tokenr.capture.ServedDetails;
import co.tokenr.capture.StreamUsageHint;
import co.tokenr.capture.TraceIds;
import co.tokenr.capture.okhttp.ServedDetailsInterceptor;
import co.tokenr.capture.openai.OpenAiClientPostProcessor;
import co.tokenr.capture.openai.OpenAiCoverage;
import co.tokenr.capture.openai.OpenAiDetailsCustomizer;
import co.tokenr.capture.openai.TokenrOpenAi;
import co.tokenr.usage.UsageRecorder;
import com.openai.client.OpenAIClient;
import okhttp3.Interceptor;
import org.springframework.ai.openai.http.okhttp.OpenAiHttpClientBuilderCustomizer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration for capturing calls by OpenAI's SDK, and for reading what Spring
 * AI's OpenAI module drops.
 */
@AutoConfiguration(after = TokenrAutoConfiguration.class)
@ConditionalOnClass(OpenAIClient.class)
@ConditionalOnBean(TokenrSwitch.class)
public final class TokenrOpenAiAutoConfiguration {

	private static final String CAPTURED_BY = "openai_sdk";

	private static final String PROVIDER = "openai";

	TokenrOpenAiAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	TokenrOpenAi tokenrOpenAi(UsageRecorder recorder, TokenrProperties properties, ProviderEndpoints endpoints,
			ObjectProvider<TraceIds> traces, StreamUsageHint hint) {
		return new TokenrOpenAi(calls(recorder, properties.getCapture()::isVendorSdk, endpoints, traces, hint));
	}

	@Bean
	static OpenAiClientPostProcessor tokenrOpenAiClientPostProcessor(ObjectProvider<TokenrOpenAi> tokenr,
			ConfigurableBeanFactory beans) {
		return new OpenAiClientPostProcessor(tokenr, beans);
	}

	@Bean
	OpenAiCoverage tokenrOpenAiCoverage(ApplicationBeans beans, TokenrOpenAi tokenr) {
		return new OpenAiCoverage(beans, tokenr);
	}

	private static HttpCallRecorder calls(UsageRecorder recorder, BooleanSupplier surface, ProviderEndpoints endpoints,
			ObjectProvider<TraceIds> traces, StreamUsageHint hint) {
		return new HttpCallRecorder(CAPTURED_BY, new SwitchedRecorder(recorder, surface), endpoints, PROVIDER,
				traces.getIfAvailable(() -> TraceIds.NONE), hint);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ OpenAiHttpClientBuilderCustomizer.class, Interceptor.class })
	static class SpringAiConfiguration {

		@Bean
		OpenAiDetailsCustomizer tokenrOpenAiDetailsCustomizer(UsageRecorder recorder, TokenrProperties properties,
				ProviderEndpoints endpoints, ServedDetails details, ObjectProvider<TraceIds> traces,
				StreamUsageHint hint) {
			TokenrCaptureProperties capture = properties.getCapture();
			return new OpenAiDetailsCustomizer(
					new ServedDetailsInterceptor(calls(recorder, capture::isVendorSdk, endpoints, traces, hint),
							calls(recorder, capture::isAudio, endpoints, traces, hint), details));
		}

	}

}
