package co.tokenr.capture;

import java.net.URI;

import co.tokenr.usage.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LlmPath}.
 */
class LlmPathTests {

	@ParameterizedTest
	@CsvSource({ "/v1/chat/completions, CHAT", "/openai/v1/chat/completions/, CHAT", "/v1/messages, CHAT",
			"/v1/responses, CHAT", "/v1/completions, TEXT_COMPLETION", "/v1/fim/completions, TEXT_COMPLETION",
			"/v1/agents/completions, CHAT", "/v1/embeddings, EMBEDDINGS", "/v1/images/generations, IMAGE_GENERATION",
			"/v1/images/edits, IMAGE_GENERATION", "/v1/audio/speech, SPEECH", "/v1/audio/transcriptions, TRANSCRIPTION",
			"/v1/audio/translations, TRANSCRIPTION", "/v1/moderations, MODERATION", "/v1/chat/moderations, MODERATION",
			"/api/chat, CHAT", "/api/generate, TEXT_COMPLETION", "/api/embed, EMBEDDINGS",
			"/api/embeddings, EMBEDDINGS", "/v2/chat, CHAT", "/v2/rerank, RERANK", "/v2/embed, EMBEDDINGS",
			"/v1beta/models/gemini-3:embedContent, EMBEDDINGS", "/ml/v1/text/chat, CHAT" })
	void readsWhatIsAsked(String path, Operation operation) {
		LlmPath read = LlmPath.of(URI.create("https://api.example.com" + path));
		assertThat(read).isNotNull();
		assertThat(read.operation()).isEqualTo(operation);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "/v1/models", "/v1/models/gpt-5", "/v1/messages/count_tokens",
			"/v1/messages/batches", "/v1/threads/t1/messages", "/v1/files", "/v1/responses/r1/cancel", "/v1/batches",
			"/v1beta/models/gemini-3:countTokens", "/v1/mychat/completions2", "/chat", "/api/tags", "/v1/audio/voices",
			"/notcompletions" })
	void knowsWhatIsNoCall(String path) {
		assertThat(LlmPath.of(URI.create("https://api.openai.com" + path))).isNull();
	}

	@Test
	void readsTheModelOfAPath() {
		assertThat(LlmPath.of(URI.create("https://g/v1beta/models/gemini-3:streamGenerateContent?alt=sse")))
			.isEqualTo(new LlmPath(Operation.CHAT, true, "gemini-3"));
		assertThat(LlmPath.of(URI.create("https://a/openai/deployments/mine/chat/completions?api-version=1")))
			.isEqualTo(new LlmPath(Operation.CHAT, false, "mine"));
	}

}
