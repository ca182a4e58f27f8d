package co.tokenr.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import co.tokenr.capture.Endpoint;
import co.tokenr.capture.ProviderEndpoints;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Reads the endpoints that the application names.
 */
final class CaptureEndpoints {

	private CaptureEndpoints() {
	}

	static ProviderEndpoints of(TokenrCaptureProperties capture) {
		List<Endpoint> endpoints = new ArrayList<>();
		for (TokenrCaptureProperties.Endpoint endpoint : capture.getEndpoints()) {
			String key = "tokenr.capture.endpoints[" + endpoints.size() + "]";
			endpoints.add(Endpoint.of(
					required(key + ".base-url", endpoint.getBaseUrl(),
							"Set the URL under which the provider is called"),
					required(key + ".provider", endpoint.getProvider(),
							"Name the provider that stands behind it, such as openai")));
		}
		return new ProviderEndpoints(endpoints);
	}

	private static String required(String key, @Nullable String value, String reason) {
		if (value == null || value.isBlank()) {
			throw new InvalidConfigurationPropertyValueException(key, value, reason);
		}
		return value;
	}

}
