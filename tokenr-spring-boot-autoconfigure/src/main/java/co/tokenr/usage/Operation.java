package co.tokenr.usage;

/**
 * What a round trip asked of the model, named as {@code gen_ai.operation.name} of the
 * OpenTelemetry GenAI conventions where they have a name.
 */
public enum Operation {

	/** Chat completion. */
	CHAT("chat"),

	/** Legacy text completion. */
	TEXT_COMPLETION("text_completion"),

	/** Embeddings. */
	EMBEDDINGS("embeddings"),

	/** Image generation; the conventions have no name for it. */
	IMAGE_GENERATION("image_generation"),

	/** Text to speech; the conventions have no name for it. */
	SPEECH("speech"),

	/** Speech to text; the conventions have no name for it. */
	TRANSCRIPTION("transcription"),

	/** Moderation; the conventions have no name for it. */
	MODERATION("moderation"),

	/** Ranking of documents; the conventions have no name for it. */
	RERANK("rerank");

	private final String value;

	Operation(String value) {
		this.value = value;
	}

	/**
	 * Returns the value on the wire and in meters.
	 * @return the name in snake case
	 */
	public String value() {
		return this.value;
	}

}
