package co.tokenr.response;

/**
 * Notices the document of a stream that holds the final usage: cumulative usage on the
 * way there is provisional.
 */
final class StreamEnd {

	private long choicesSeen;

	private long choicesFinished;

	private boolean candidatesFinished;

	private boolean stream;

	private boolean reached;

	/**
	 * Takes the next document.
	 * @param document what it says, its envelope still around it
	 */
	void take(Fields document) {
		this.stream = this.stream || isPartOfStream(document);
		boolean chat = endsChat(document);
		boolean gemini = endsGemini(document);
		this.reached = this.reached || chat || gemini || endsByName(document);
	}

	/**
	 * Whether the documents can be nothing but parts of a stream, or of a run that goes
	 * on.
	 */
	boolean isStream() {
		return this.stream;
	}

	boolean isReached() {
		return this.reached;
	}

	private static boolean isPartOfStream(Fields document) {
		String object = document.text("object");
		boolean running = document.is("status", "in_progress") || document.is("status", "queued");
		return (running && document.is("object", "response")) || document.has("event_type") || document.has("done")
				|| document.is("type", "message_start") || (object != null && object.endsWith(".chunk"));
	}

	/**
	 * OpenAI's shape: usage comes with or after the end of every choice. Some servers
	 * (vLLM, xAI, Perplexity) repeat a growing usage in each chunk before that.
	 */
	private boolean endsChat(Fields document) {
		int choices = document.elements("choices");
		boolean finished = document.has("choices[].finish_reason");
		if (choices == 1) {
			Long index = document.count("choices[].index");
			long choice = 1L << ((index != null) ? index : 0);
			this.choicesSeen |= choice;
			this.choicesFinished |= finished ? choice : 0;
		}
		else if (choices > 1 && finished) {
			this.choicesSeen = 1;
			this.choicesFinished = 1;
		}
		if (!document.has("usage.") && !document.has("x_groq.usage.") && !document.has("choices[].usage.")) {
			return false;
		}
		boolean allFinished = this.choicesFinished != 0 && this.choicesSeen == this.choicesFinished;
		return allFinished || (choices == 0 && document.text("choices[]") != null);
	}

	/** A candidate's end, or the refusal of the prompt, with usage or before it. */
	private boolean endsGemini(Fields document) {
		this.candidatesFinished = this.candidatesFinished || document.has("candidates[].finishReason")
				|| document.has("promptFeedback.blockReason");
		return this.candidatesFinished && document.has("usageMetadata.");
	}

	/** Formats whose last document says that it is the last. */
	private static boolean endsByName(Fields document) {
		if (document.is("done", "true") || document.is("event_type", "stream-end")) {
			return true;
		}
		String type = document.text("type");
		if (type == null) {
			return false;
		}
		return switch (type) {
			case "response.completed", "response.incomplete", "response.failed", "response.done", "message-end" -> true;
			case "message_delta", "transcript.text.done", "speech.audio.done", "image_generation.completed",
					"image_edit.completed" ->
				document.has("usage.");
			default -> false;
		};
	}

}
