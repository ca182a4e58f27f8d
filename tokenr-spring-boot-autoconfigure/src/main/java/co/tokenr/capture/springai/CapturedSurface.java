package co.tokenr.capture.springai;

/**
 * What of Spring AI can be captured or left out.
 */
public enum CapturedSurface {

	/** Rounds of a {@code ChatClient} that is tracked. */
	CHAT_CLIENT,

	/** Calls of a {@code ChatModel} that no tracked {@code ChatClient} makes. */
	CHAT_MODEL,

	/** Calls of an {@code EmbeddingModel}. */
	EMBEDDING,

	/** Calls of an {@code ImageModel}. */
	IMAGE

}
