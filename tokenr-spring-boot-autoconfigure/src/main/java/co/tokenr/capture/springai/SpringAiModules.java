package co.tokenr.capture.springai;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.model.ModelOptions;

/**
 * Recognises the Spring AI module that made a call by the names of its classes, none of
 * which need be present. A module is named after the provider it was made for.
 */
final class SpringAiModules {

	static final String OPENAI = "openai";

	static final String ANTHROPIC = "anthropic";

	static final String OLLAMA = "ollama";

	static final String BEDROCK = "aws.bedrock";

	static final String OPENAI_USAGE = "com.openai.models.completions.CompletionUsage";

	static final String ANTHROPIC_USAGE = "com.anthropic.models.messages.Usage";

	static final String ANTHROPIC_DELTA_USAGE = "com.anthropic.models.messages.MessageDeltaUsage";

	static final String GOOGLE_USAGE = "com.google.genai.types.GenerateContentResponseUsageMetadata";

	private static final String GEMINI = "gcp.gemini";

	private static final String SPRING_AI = "org.springframework.ai.";

	/** By simple name: Spring AI has moved such classes between its packages before. */
	private static final Map<String, String> OPTIONS = Map.ofEntries(Map.entry("OpenAiChatOptions", OPENAI),
			Map.entry("OpenAiEmbeddingOptions", OPENAI), Map.entry("OpenAiImageOptions", OPENAI),
			Map.entry("AbstractOpenAiOptions", OPENAI), Map.entry("AnthropicChatOptions", ANTHROPIC),
			Map.entry("OllamaChatOptions", OLLAMA), Map.entry("OllamaEmbeddingOptions", OLLAMA),
			Map.entry("MistralAiChatOptions", "mistral_ai"), Map.entry("MistralAiEmbeddingOptions", "mistral_ai"),
			Map.entry("DeepSeekChatOptions", "deepseek"), Map.entry("GoogleGenAiChatOptions", GEMINI),
			Map.entry("GoogleGenAiImageOptions", GEMINI), Map.entry("GoogleGenAiTextEmbeddingOptions", GEMINI),
			Map.entry("BedrockChatOptions", BEDROCK));

	/** By the package below Spring AI's own. */
	private static final Map<String, String> PACKAGES = Map.of("openai", OPENAI, "anthropic", ANTHROPIC, "ollama",
			OLLAMA, "mistralai", "mistral_ai", "deepseek", "deepseek", "google", GEMINI, "bedrock", BEDROCK);

	/** By the name that a module gives its observations, where it is not its own. */
	private static final Map<String, String> OBSERVED = Map.of("google_genai", GEMINI, "bedrock_converse", BEDROCK);

	private static final Map<String, String> USAGES = Map.of(OPENAI_USAGE, OPENAI, ANTHROPIC_USAGE, ANTHROPIC,
			ANTHROPIC_DELTA_USAGE, ANTHROPIC, "software.amazon.awssdk.services.bedrockruntime.model.TokenUsage",
			BEDROCK, GOOGLE_USAGE, GEMINI, "com.openai.models.embeddings.CreateEmbeddingResponse$Usage", OPENAI,
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
	static @Nullable String module(@Nullable ModelOptions options, @Nullable Usage usage) {
		Object nativeUsage = (usage != null) ? usage.getNativeUsage() : null;
		String module = byUsage(nativeUsage);
		return (module != null) ? module : ofOptions(options);
	}

	/**
	 * Names the module that a model is of.
	 * @param model the model
	 * @return the module, {@code null} where it is none of Spring AI's
	 */
	static @Nullable String ofModel(Object model) {
		String name = model.getClass().getName();
		if (!name.startsWith(SPRING_AI)) {
			return null;
		}
		int end = name.indexOf('.', SPRING_AI.length());
		return (end != -1) ? PACKAGES.get(name.substring(SPRING_AI.length(), end)) : null;
	}

	/**
	 * Names the module that is observed.
	 * @param provider the provider as the observation names it
	 * @return the module
	 */
	static String ofObservation(String provider) {
		return OBSERVED.getOrDefault(provider, provider);
	}

	/**
	 * Names the module that options are of.
	 * @param options the options of a request
	 * @return the module, {@code null} where they are none of a module's
	 */
	static @Nullable String ofOptions(@Nullable ModelOptions options) {
		Class<?> type = (options != null) ? options.getClass() : null;
		for (; type != null; type = type.getSuperclass()) {
			String module = type.getName().startsWith(SPRING_AI) ? OPTIONS.get(type.getSimpleName()) : null;
			if (module != null) {
				return module;
			}
		}
		return null;
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

}
