package co.tokenr.pricing;

import java.util.Locale;
import java.util.Map;

/**
 * The names of providers as others spell them, and as events carry them.
 */
final class ProviderNames {

	private static final Map<String, String> SPELLINGS = Map.ofEntries(Map.entry("azure", "azure.ai.openai"),
			Map.entry("azure_openai", "azure.ai.openai"), Map.entry("azure_text", "azure.ai.openai"),
			Map.entry("azure_ai", "azure.ai.inference"), Map.entry("bedrock", "aws.bedrock"),
			Map.entry("bedrock_converse", "aws.bedrock"), Map.entry("bedrock_mantle", "aws.bedrock"),
			Map.entry("amazon-bedrock", "aws.bedrock"), Map.entry("gemini", "gcp.gemini"),
			Map.entry("palm", "gcp.gemini"), Map.entry("vertex_ai", "gcp.vertex_ai"), Map.entry("xai", "x_ai"),
			Map.entry("mistral", "mistral_ai"), Map.entry("codestral", "mistral_ai"),
			Map.entry("text-completion-codestral", "mistral_ai"), Map.entry("text-completion-openai", "openai"),
			Map.entry("cohere_chat", "cohere"), Map.entry("moonshot", "moonshot_ai"), Map.entry("zai", "z_ai"),
			Map.entry("nvidia_nim", "nvidia"), Map.entry("watsonx", "ibm.watsonx.ai"),
			Map.entry("fireworks_ai-embedding-models", "fireworks_ai"));

	private ProviderNames() {
	}

	/**
	 * Names a provider as events do.
	 * @param spelling any spelling
	 * @return the name, the spelling in lower case where it is unknown
	 */
	static String of(String spelling) {
		String lower = spelling.toLowerCase(Locale.ROOT);
		return lower.startsWith("vertex_ai-") ? "gcp.vertex_ai" : SPELLINGS.getOrDefault(lower, lower);
	}

}
