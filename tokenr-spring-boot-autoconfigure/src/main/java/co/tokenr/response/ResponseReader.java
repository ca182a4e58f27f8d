package co.tokenr.response;

import java.util.List;

import co.tokenr.usage.TokenCounts;

/**
 * Reads one answer while its bytes pass. Bounded in memory whatever comes; what cannot be
 * read is missing, never an exception. Not thread-safe.
 */
public final class ResponseReader {

	/** Those with names of their own first, what is left last. */
	private static final List<WireFormat> FORMATS = List.of(new GeminiFormat(), new CohereFormat(),
			new BedrockConverseFormat(), new OpenAiChatFormat(), new AnthropicFormat(), new OllamaFormat(),
			new OpenAiResponsesFormat());

	private enum Framing {

		/** Nothing but blanks came yet. */
		UNKNOWN,

		/** One document, or one on each line. */
		JSON,

		/** An array whose elements are documents. */
		ARRAY,

		/** Server-sent events, or nothing that is understood. */
		EVENTS,

		/** Reading failed: a defect of ours, which is not the application's trouble. */
		FAILED

	}

	private final String provider;

	private final Answer answer = new Answer();

	private final DocumentCollector collector = new DocumentCollector(this.answer::take);

	private final JsonScanner json = new JsonScanner(this.collector, true);

	private final EventStreamScanner events = new EventStreamScanner(new JsonScanner(this.collector, false),
			this.answer::takeErrorEvent);

	private Framing framing = Framing.UNKNOWN;

	/**
	 * Creates a reader.
	 * @param provider who answers, such as {@code openai}; decides where a body could be
	 * read in two ways
	 */
	public ResponseReader(String provider) {
		this.provider = provider;
	}

	/**
	 * Takes the next bytes of the body, already decompressed.
	 * @param bytes holds the bytes, which are neither kept nor changed
	 * @param offset index of the first
	 * @param length how many
	 */
	public void read(byte[] bytes, int offset, int length) {
		try {
			readContent(bytes, offset, offset + length);
		}
		catch (RuntimeException ex) {
			this.framing = Framing.FAILED;
		}
	}

	/**
	 * Tells what the body said. May be called while there is more to come.
	 * @param whole whether the body was read to its end
	 * @return what was understood so far
	 */
	public ResponseUsage finish(boolean whole) {
		try {
			return tell(whole);
		}
		catch (RuntimeException ex) {
			return ResponseUsage.NONE;
		}
	}

	/** How many fields of the answer are kept. */
	int keptFields() {
		return this.answer.fields().size();
	}

	void readContent(byte[] bytes, int from, int to) {
		int at = from;
		while (this.framing == Framing.UNKNOWN && at < to) {
			this.framing = framing(bytes[at]);
			at += (this.framing == Framing.UNKNOWN) ? 1 : 0;
		}
		switch (this.framing) {
			case JSON, ARRAY -> this.json.read(bytes, at, to);
			case EVENTS -> this.events.read(bytes, at, to);
			default -> {
			}
		}
	}

	/** Blanks and the bytes of a byte order mark decide nothing. */
	private static Framing framing(byte first) {
		return switch (first) {
			case '{' -> Framing.JSON;
			case '[' -> Framing.ARRAY;
			case ' ', '\t', '\r', '\n', (byte) 0xEF, (byte) 0xBB, (byte) 0xBF -> Framing.UNKNOWN;
			default -> Framing.EVENTS;
		};
	}

	ResponseUsage tell(boolean whole) {
		if (whole && this.framing == Framing.EVENTS) {
			this.events.finish();
		}
		Answer read = this.answer;
		boolean complete = isStream() ? read.end().isReached() : this.collector.count() == 1;
		if (this.collector.count() == 0) {
			// nothing was whole: what was said before the cut is better than nothing
			read = new Answer();
			read.fields().merge(this.answer.fields());
			read.takeCopy(this.collector.pending());
		}
		return usage(read.fields(), complete && this.framing != Framing.FAILED);
	}

	private boolean isStream() {
		return this.framing != Framing.JSON || this.collector.count() > 1 || this.answer.end().isStream();
	}

	private ResponseUsage usage(Fields fields, boolean complete) {
		if (fields.isEmpty()) {
			return ResponseUsage.NONE;
		}
		WireFormat format = FORMATS.stream()
			.filter((candidate) -> candidate.matches(fields, this.provider))
			.findFirst()
			.orElseThrow();
		TokenCounts counts = checked(format.counts(fields, this.provider), fields);
		return new ResponseUsage(fields.text("id", "responseId", "response_id", "generation_id"),
				fields.text("model", "modelVersion"), format.serviceTier(fields), format.speed(fields),
				format.region(fields), counts, format.counters(fields), format.iterations(fields), format.cost(fields),
				ErrorType.of(fields), complete);
	}

	/** A number below zero counts as zero, wherever it went into a sum. */
	private static TokenCounts checked(TokenCounts counts, Fields fields) {
		if (counts.inconsistent() || counts.equals(TokenCounts.NONE) || !fields.hasNegativeUsage()) {
			return counts;
		}
		return new TokenCounts(counts.input(), counts.cacheReadInput(), counts.cacheCreationInput(),
				counts.cacheCreation5mInput(), counts.cacheCreation1hInput(), counts.audioInput(), counts.imageInput(),
				counts.toolUseInput(), counts.output(), counts.reasoningOutput(), counts.audioOutput(),
				counts.imageOutput(), true);
	}

}
