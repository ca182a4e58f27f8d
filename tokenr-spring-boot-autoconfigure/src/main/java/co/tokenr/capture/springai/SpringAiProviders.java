package co.tokenr.capture.springai;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import co.tokenr.capture.ProviderEndpoints;
import co.tokenr.usage.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Tells who really answers a Spring AI module, since the OpenAI and the Anthropic module
 * also speak to every compatible provider. Thread-safe.
 */
public final class SpringAiProviders {

	/**
	 * Base URLs come from configuration; a program that varies them is looked up anew.
	 */
	private static final int MAX_KNOWN = 256;

	private static final Map<String, String> PATHS = Map.of(SpringAiModules.OPENAI, "/chat/completions",
			SpringAiModules.ANTHROPIC, "/v1/messages");

	private static final Map<Operation, String> KINDS = Map.of(Operation.EMBEDDINGS, ".embedding",
			Operation.IMAGE_GENERATION, ".image");

	private final ProviderEndpoints endpoints;

	private final Function<String, @Nullable String> baseUrls;

	private final Map<String, String> known = new ConcurrentHashMap<>();

	private final Map<String, String> configured = new ConcurrentHashMap<>();

	/**
	 * Creates the lookup.
	 * @param endpoints tells providers by URL
	 * @param baseUrls gives the base URL that a module, such as {@code openai},
	 * {@code anthropic} or {@code gcp.gemini}, is configured with for chat, and for other
	 * models after a dot, such as {@code openai.embedding} and {@code openai.image};
	 * {@code null} where it uses its own; asked where the options of a request name none,
	 * and once, as modules do
	 */
	public SpringAiProviders(ProviderEndpoints endpoints, Function<String, @Nullable String> baseUrls) {
		this.endpoints = endpoints;
		this.baseUrls = baseUrls;
	}

	/**
	 * Names the provider of a call.
	 * @param module the module that made it
	 * @param operation what it asked for
	 * @param options what its options say
	 * @return the provider; the module's own where its base URL is unknown
	 */
	String provider(String module, Operation operation, RequestOptions options) {
		String named = (options.host() != null) ? options.host() : module;
		String baseUrl = baseUrl(module, operation, options);
		return (baseUrl != null) ? provider(baseUrl, module, named) : named;
	}

	/**
	 * Finds the base URL of a call.
	 * @return the URL, {@code null} where the module's own is used
	 */
	@Nullable String baseUrl(String module, Operation operation, RequestOptions options) {
		String baseUrl = text(options.baseUrl());
		if (baseUrl != null) {
			return baseUrl;
		}
		String kind = KINDS.get(operation);
		return configured((kind != null) ? module + kind : module);
	}

	/** To look a property up costs more than all else that is done for a call. */
	private @Nullable String configured(String name) {
		String found = this.configured.get(name);
		if (found == null) {
			String asked = this.baseUrls.apply(name);
			found = (asked != null) ? asked : "";
			if (this.configured.size() < MAX_KNOWN) {
				this.configured.put(name, found);
			}
		}
		return text(found);
	}

	private String provider(String baseUrl, String module, String named) {
		String key = named + ' ' + baseUrl;
		String provider = this.known.get(key);
		if (provider == null) {
			provider = lookUp(baseUrl, module, named);
			if (this.known.size() < MAX_KNOWN) {
				this.known.put(key, provider);
			}
		}
		return provider;
	}

	private String lookUp(String baseUrl, String module, String named) {
		String url = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
		try {
			String provider = this.endpoints.provider(URI.create(url + PATHS.getOrDefault(module, "")));
			return (provider != null) ? provider : named;
		}
		catch (IllegalArgumentException ex) {
			return named;
		}
	}

	private static @Nullable String text(@Nullable String text) {
		return (text == null || text.isBlank()) ? null : text;
	}

}
