package co.tokenr.capture.springai;

import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.anthropic.AnthropicChatOptions;
import org.springframework.ai.anthropic.AnthropicServiceTier;
import org.springframework.ai.model.ModelOptions;
import org.springframework.ai.openai.AbstractOpenAiOptions;
import org.springframework.ai.openai.OpenAiChatOptions;

/**
 * What only a module's own options say of a request.
 *
 * @param baseUrl where the request is sent, {@code null} where the options don't say
 * @param host the provider that a switch of the module names, {@code null} for none
 * @param serviceTier the tier that is asked for, {@code null} where any will do
 */
record RequestOptions(@Nullable String baseUrl, @Nullable String host, @Nullable String serviceTier) {

	static final RequestOptions UNKNOWN = new RequestOptions(null, null, null);

	/**
	 * Reads the options of a module. Its classes are loaded for its own options only: a
	 * model of the application's may well name a provider whose module is not there.
	 * @throws LinkageError if the module is of another version
	 */
	static RequestOptions read(@Nullable ModelOptions options) {
		String module = SpringAiModules.ofOptions(options);
		if (SpringAiModules.OPENAI.equals(module)) {
			return OpenAi.read(options);
		}
		return SpringAiModules.ANTHROPIC.equals(module) ? Anthropic.read(options) : UNKNOWN;
	}

	/** "auto" asks for no tier in particular. */
	private static @Nullable String tier(@Nullable String tier) {
		return "auto".equals(tier) ? null : tier;
	}

	private static final class OpenAi {

		static RequestOptions read(@Nullable ModelOptions options) {
			if (options instanceof OpenAiChatOptions request) {
				String tier = request.getServiceTier();
				return new RequestOptions(request.getBaseUrl(),
						host(request.isMicrosoftFoundry(), request.isGitHubModels()),
						tier((tier != null) ? tier.toLowerCase(Locale.ROOT) : null));
			}
			if (options instanceof AbstractOpenAiOptions request) {
				return new RequestOptions(request.getBaseUrl(),
						host(request.isMicrosoftFoundry(), request.isGitHubModels()), null);
			}
			return UNKNOWN;
		}

		private static @Nullable String host(boolean foundry, boolean github) {
			return foundry ? "azure.ai.openai" : (github ? "github" : null);
		}

	}

	private static final class Anthropic {

		static RequestOptions read(@Nullable ModelOptions options) {
			if (!(options instanceof AnthropicChatOptions request)) {
				return UNKNOWN;
			}
			String tier = (request.getServiceTier() == AnthropicServiceTier.STANDARD_ONLY) ? "standard" : null;
			return new RequestOptions(request.getBaseUrl(), null, tier);
		}

	}

}
