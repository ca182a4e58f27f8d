package co.tokenr.capture.springai;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.prompt.ChatOptions;

/**
 * Recognises the Spring AI module that made a call by the names of its classes, none of
 * which need be present. A module is named after the provider it was made for.
 */
final class SpringAiModules {

	static final String OPENAI = "openai";

	static final String ANTHROPIC = "anthropic";

	static final String BEDROCK = "aws.bedrock";

	static final String OPENAI_USAGE = "com.openai.models.completions.CompletionUsage";

	static final String ANTHROPIC_USAGE = "com.anthropic.models.messages.Usage";

	static final String ANTHROPIC_DELTA_USAGE = "com.anthropic.models.messages.MessageDeltaUsage";

	private static final String SPRING_AI = "org.springframework.ai.";

	/** By simple name: Spring AI has moved such classes between its packages before. */
	private static final Map<String, String> OPTIONS = Map.of("OpenAiChatOptions", OPENAI, "AnthropicChatOptions",
			ANTHROPIC, "OllamaChatOptions", "ollama", "MistralAiChatOptions", "mistral_ai", "DeepSeekChatOptions",
			"deepseek", "GoogleGenAiChatOptions", "gcp.gemini", "BedrockChatOptions", BEDROCK);

	private static final Map<String, String> USAGES = Map.of(OPENAI_USAGE, OPENAI, ANTHROPIC_USAGE, ANTHROPIC,
			ANTHROPIC_DELTA_USAGE, ANTHROPIC, "software.amazon.awssdk.services.bedrockruntime.model.TokenUsage",
			BEDROCK, "com.google.genai.types.GenerateContentResponseUsageMetadata", "gcp.gemini",
			"org.springframework.ai.mistralai.api.MistralAiApi$Usage", "mistral_ai",
			"org.springframework.ai.deepseek.api.DeepSeekApi$Usage", "deepseek");

	private SpringAiModules() {
	}

	/**
	 * Names the module that a call went through.
	 * @param options the options of the prompt
	 * @param usage the usage of the answer
	 * @return the module, {@code null} where neither tells
	 */
	static @Nullable String module(@Nullable ChatOptions options, @Nullable Usage usage) {
		Object nativeUsage = (usage != null) ? usage.getNativeUsage() : null;
		String module = byUsage(nativeUsage);
		return (module != null) ? module : byOptions(options);
	}

	private static @Nullable String byUsage(@Nullable Object nativeUsage) {
		Class<?> type = (nativeUsage != null) ? nativeUsage.getClass() : null;
		for (; type != null; type = type.getSuperclass()) {
			String module = USAGES.get(type.getName());
			if (module != null) {
				return module;
			}
		}
		return null;
	}

	private static @Nullable String byOptions(@Nullable ChatOptions options) {
		Class<?> type = (options != null) ? options.getClass() : null;
		for (; type != null; type = type.getSuperclass()) {
			String module = type.getName().startsWith(SPRING_AI) ? OPTIONS.get(type.getSimpleName()) : null;
			if (module != null) {
				return module;
			}
		}
		return null;
	}

}
