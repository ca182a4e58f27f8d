package co.tokenr.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import co.tokenr.attribution.AttributionContext;
import co.tokenr.capture.Endpoint;
import co.tokenr.capture.ProviderEndpoints;
import co.tokenr.capture.springai.SpringAiProviders;
import co.tokenr.capture.springai.TokenrChatClientCustomizer;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.UsageRecorder;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.client.ChatClientBuilderCustomizer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for capturing the calls of Spring AI's {@code ChatClient}.
 */
@AutoConfiguration(after = TokenrAutoConfiguration.class)
@ConditionalOnClass(ChatClientBuilderCustomizer.class)
@ConditionalOnBean(TokenrSwitch.class)
public final class TokenrSpringAiAutoConfiguration {

	private static final Map<String, String> BASE_URL_PREFIXES = Map.of("openai", "spring.ai.openai", "anthropic",
			"spring.ai.anthropic");

	TokenrSpringAiAutoConfiguration() {
	}

	@Bean
	TokenrChatClientCustomizer tokenrChatClientCustomizer(UsageRecorder recorder, TokenrProperties properties,
			Environment environment) {
		TokenrProperties.Capture capture = properties.getCapture();
		SpringAiProviders providers = new SpringAiProviders(new ProviderEndpoints(endpoints(capture)),
				baseUrls(environment));
		return new TokenrChatClientCustomizer(new SwitchedRecorder(recorder, capture::isChatClient), providers);
	}

	private static List<Endpoint> endpoints(TokenrProperties.Capture capture) {
		List<Endpoint> endpoints = new ArrayList<>();
		for (TokenrProperties.Endpoint endpoint : capture.getEndpoints()) {
			String key = "tokenr.capture.endpoints[" + endpoints.size() + "]";
			endpoints.add(Endpoint.of(
					required(key + ".base-url", endpoint.getBaseUrl(),
							"Set the URL under which the provider is called"),
					required(key + ".provider", endpoint.getProvider(),
							"Name the provider that stands behind it, such as openai")));
		}
		return endpoints;
	}

	private static String required(String key, @Nullable String value, String reason) {
		if (value == null || value.isBlank()) {
			throw new InvalidConfigurationPropertyValueException(key, value, reason);
		}
		return value;
	}

	private static Function<String, @Nullable String> baseUrls(Environment environment) {
		return (module) -> {
			String prefix = BASE_URL_PREFIXES.get(module);
			if (prefix == null) {
				return null;
			}
			String url = environment.getProperty(prefix + ".chat.base-url");
			return (url != null) ? url : environment.getProperty(prefix + ".base-url");
		};
	}

	/** A recorder that one surface can be switched off from. */
	private record SwitchedRecorder(UsageRecorder recorder, BooleanSupplier surface) implements UsageRecorder {

		@Override
		public boolean isEnabled() {
			return this.surface.getAsBoolean() && this.recorder.isEnabled();
		}

		@Override
		public AttributionContext resolve(AttributionContext around, @Nullable Object reactorContext) {
			return this.recorder.resolve(around, reactorContext);
		}

		@Override
		public void record(CapturedCall call) {
			this.recorder.record(call);
		}

	}

}
