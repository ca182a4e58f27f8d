package co.tokenr.capture.springai;

import java.util.List;
import java.util.function.Supplier;

import co.tokenr.capture.TokenEstimator;
import co.tokenr.usage.TokenCounts;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingRequest;

/**
 * Counts the text of a request and of its answer, for calls whose usage nobody reported.
 * Of an answer of which nothing was seen, nothing is estimated: whether it was begun at
 * all is unknown.
 *
 * @param estimator counts tokens
 * @param request what was asked
 * @param model the model that answered, {@code null} for the one that was asked for
 * @param answer the pieces of the answer
 */
record TextEstimate(TokenEstimator estimator, ModelRequest request, @Nullable String model,
		List<String> answer) implements Supplier<TokenCounts> {

	/** What OpenAI adds to each message and to each answer, by its cookbook. */
	private static final int TOKENS_PER_MESSAGE = 4;

	private static final int TOKENS_PER_ANSWER = 3;

	@Override
	public TokenCounts get() {
		if (this.request.source() instanceof EmbeddingRequest embeddings) {
			return TokenCounts.builder().input(count(embeddings.getInstructions())).build();
		}
		if (!(this.request.source() instanceof Prompt prompt) || this.answer.isEmpty()) {
			return TokenCounts.NONE;
		}
		long input = TOKENS_PER_ANSWER;
		for (Message message : prompt.getInstructions()) {
			String text = message.getText();
			input += TOKENS_PER_MESSAGE + ((text != null) ? count(text) : 0);
		}
		return TokenCounts.builder().input(input).output(count(String.join("", this.answer))).build();
	}

	private long count(List<String> texts) {
		return texts.stream().mapToLong(this::count).sum();
	}

	private long count(String text) {
		return this.estimator.count((this.model != null) ? this.model : this.request.model(), text);
	}

}
