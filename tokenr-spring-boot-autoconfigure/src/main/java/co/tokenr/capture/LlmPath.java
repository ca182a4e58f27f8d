package co.tokenr.capture;

import java.net.URI;
import java.util.Map;
import java.util.Set;

import co.tokenr.usage.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What the path of a request asks of a model. Paths are read from their end, by whole
 * segments, since gateways put segments of their own before them. A path that asks
 * nothing of a model, such as that of a list of models, is none.
 *
 * @param operation what is asked
 * @param streaming whether the path alone says that the answer is streamed
 * @param model the model or deployment that the path names, {@code null} where it names
 * none
 */
record LlmPath(Operation operation, boolean streaming, @Nullable String model) {

	/** By the last two segments. */
	private static final Map<String, Operation> PAIRS = Map.ofEntries(Map.entry("chat/completions", Operation.CHAT),
			Map.entry("agents/completions", Operation.CHAT), Map.entry("api/chat", Operation.CHAT),
			Map.entry("text/chat", Operation.CHAT), Map.entry("v1/chat", Operation.CHAT),
			Map.entry("v2/chat", Operation.CHAT), Map.entry("api/generate", Operation.TEXT_COMPLETION),
			Map.entry("text/generation", Operation.TEXT_COMPLETION), Map.entry("api/embed", Operation.EMBEDDINGS),
			Map.entry("v1/embed", Operation.EMBEDDINGS), Map.entry("v2/embed", Operation.EMBEDDINGS),
			Map.entry("images/generations", Operation.IMAGE_GENERATION),
			Map.entry("images/edits", Operation.IMAGE_GENERATION),
			Map.entry("images/variations", Operation.IMAGE_GENERATION), Map.entry("audio/speech", Operation.SPEECH),
			Map.entry("audio/transcriptions", Operation.TRANSCRIPTION),
			Map.entry("audio/translations", Operation.TRANSCRIPTION),
			Map.entry("chat/moderations", Operation.MODERATION));

	/** By the last segment, where the last two say nothing. */
	private static final Map<String, Operation> ENDS = Map.of("messages", Operation.CHAT, "responses", Operation.CHAT,
			"completions", Operation.TEXT_COMPLETION, "embeddings", Operation.EMBEDDINGS, "moderations",
			Operation.MODERATION, "rerank", Operation.RERANK, "chat_stream", Operation.CHAT, "generation_stream",
			Operation.TEXT_COMPLETION, "converse", Operation.CHAT, "converse-stream", Operation.CHAT);

	/** By what follows the colon in the last segment, as Google has it. */
	private static final Map<String, Operation> METHODS = Map.of("generateContent", Operation.CHAT,
			"streamGenerateContent", Operation.CHAT, "rawPredict", Operation.CHAT, "streamRawPredict", Operation.CHAT,
			"embedContent", Operation.EMBEDDINGS, "batchEmbedContents", Operation.EMBEDDINGS);

	private static final Set<String> STREAMS = Set.of("streamGenerateContent", "streamRawPredict", "chat_stream",
			"generation_stream", "converse-stream");

	/**
	 * Reads a path.
	 * @return what it asks, {@code null} where that is nothing of a model
	 */
	static @Nullable LlmPath of(URI url) {
		String path = (url.getRawPath() != null) ? url.getRawPath() : "";
		while (path.endsWith("/")) {
			path = path.substring(0, path.length() - 1);
		}
		String last = path.substring(path.lastIndexOf('/') + 1);
		int colon = last.lastIndexOf(':');
		if (colon != -1) {
			String method = last.substring(colon + 1);
			Operation operation = METHODS.get(method);
			return (operation != null) ? new LlmPath(operation, STREAMS.contains(method), last.substring(0, colon))
					: null;
		}
		String above = path.substring(0, Math.max(0, path.length() - last.length() - 1));
		Operation operation = PAIRS.get(above.substring(above.lastIndexOf('/') + 1) + '/' + last);
		if (operation == null) {
			operation = ENDS.get(last);
		}
		// OpenAI's assistants keep messages under a thread; that asks no model
		if (operation == null || (last.equals("messages") && above.contains("/threads/"))) {
			return null;
		}
		return new LlmPath(operation, STREAMS.contains(last), model(above));
	}

	/** Azure names a deployment in the path and Bedrock a model. */
	private static @Nullable String model(String path) {
		String name = after(path, "/deployments/");
		return (name != null) ? name : after(path, "/model/");
	}

	private static @Nullable String after(String path, String marker) {
		int start = path.lastIndexOf(marker);
		if (start == -1) {
			return null;
		}
		start += marker.length();
		int end = path.indexOf('/', start);
		return path.substring(start, (end != -1) ? end : path.length());
	}

}
