package co.tokenr.capture;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The hosts of providers whose addresses are public knowledge. A host matches as a whole,
 * or by a suffix that begins at a label: a look-alike never does. Names follow
 * {@code gen_ai.provider.name} of the OpenTelemetry GenAI conventions where they have
 * one.
 */
final class HostRules {

	private static final Map<String, String> EXACT = Map.ofEntries(Map.entry("api.openai.com", "openai"),
			Map.entry("eu.api.openai.com", "openai"), Map.entry("us.api.openai.com", "openai"),
			Map.entry("api.anthropic.com", "anthropic"), Map.entry("api.groq.com", "groq"),
			Map.entry("openrouter.ai", "openrouter"), Map.entry("api.mistral.ai", "mistral_ai"),
			Map.entry("codestral.mistral.ai", "mistral_ai"), Map.entry("api.deepseek.com", "deepseek"),
			Map.entry("api.x.ai", "x_ai"), Map.entry("api.cohere.com", "cohere"), Map.entry("api.cohere.ai", "cohere"),
			Map.entry("api.perplexity.ai", "perplexity"), Map.entry("generativelanguage.googleapis.com", "gcp.gemini"),
			Map.entry("aiplatform.googleapis.com", "gcp.vertex_ai"), Map.entry("api.together.xyz", "together_ai"),
			Map.entry("api.together.ai", "together_ai"), Map.entry("api.fireworks.ai", "fireworks_ai"),
			Map.entry("api.cerebras.ai", "cerebras"), Map.entry("router.huggingface.co", "huggingface"),
			Map.entry("models.github.ai", "github"), Map.entry("models.inference.ai.azure.com", "github"),
			Map.entry("integrate.api.nvidia.com", "nvidia"), Map.entry("api.sambanova.ai", "sambanova"),
			Map.entry("api.moonshot.ai", "moonshot_ai"), Map.entry("api.moonshot.cn", "moonshot_ai"),
			Map.entry("api.minimax.io", "minimax"), Map.entry("api.z.ai", "z_ai"),
			Map.entry("open.bigmodel.cn", "z_ai"), Map.entry("dashscope.aliyuncs.com", "dashscope"),
			Map.entry("dashscope-intl.aliyuncs.com", "dashscope"));

	/** What stands behind a first label of any name. */
	private static final Map<String, String> BELOW = Map.of("openai.azure.com", "azure.ai.openai",
			"cognitiveservices.azure.com", "azure.ai.openai", "services.ai.azure.com", "azure.ai.openai",
			"models.ai.azure.com", "azure.ai.inference", "api.x.ai", "x_ai", "ml.cloud.ibm.com", "ibm.watsonx.ai");

	private HostRules() {
	}

	/**
	 * Names the provider at a host.
	 * @param host the host in lower case
	 * @return the provider, {@code null} where the host is unknown
	 */
	static @Nullable String provider(String host) {
		String provider = EXACT.get(host);
		if (provider != null) {
			return provider;
		}
		int dot = host.indexOf('.');
		if (dot <= 0) {
			return null;
		}
		String label = host.substring(0, dot);
		String rest = host.substring(dot + 1);
		if (rest.equals("googleapis.com") && label.endsWith("-aiplatform")) {
			return "gcp.vertex_ai";
		}
		if ((label.equals("bedrock-runtime") || label.equals("bedrock-runtime-fips"))
				&& isRegionOf(rest, ".amazonaws.com")) {
			return "aws.bedrock";
		}
		for (int next = dot; next != -1; next = host.indexOf('.', next + 1)) {
			provider = BELOW.get(host.substring(next + 1));
			if (provider != null) {
				return provider;
			}
		}
		return null;
	}

	private static boolean isRegionOf(String host, String domain) {
		return host.length() > domain.length() && host.endsWith(domain)
				&& host.indexOf('.') == host.length() - domain.length();
	}

}
