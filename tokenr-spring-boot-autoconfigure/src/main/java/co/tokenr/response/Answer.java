package co.tokenr.response;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Joins the documents of one answer: takes each out of its envelope and lets the last
 * value of a field win. Nothing is ever added up across documents, because usage in
 * streams is cumulative.
 */
final class Answer {

	private static final Set<String> ANTHROPIC_TYPES = Set.of("message", "message_start", "message_delta",
			"message_stop", "content_block_start", "content_block_delta", "content_block_stop");

	/** The one document whose repetition counts. */
	private static final String ITEM_DONE = "response.output_item.done";

	private final Fields fields = new Fields();

	private final StreamEnd end = new StreamEnd();

	/** What the latest document said. */
	private final Fields latest = new Fields();

	/** What all documents said so far. */
	Fields fields() {
		return this.fields;
	}

	StreamEnd end() {
		return this.end;
	}

	/**
	 * Takes the next document.
	 * @param document what it says, changed by this
	 */
	void take(Fields document) {
		// most chunks of a stream say nothing but their text, and that is not kept
		if (document.same(this.latest) && !ITEM_DONE.equals(document.text("type", "event_type"))) {
			return;
		}
		this.latest.copy(document);
		this.end.take(document);
		unwrap(document);
		Long startInput = this.fields.count("usage.input_tokens");
		boolean delta = document.is("type", "message_delta");
		this.fields.merge(document);
		if (delta && startInput != null && startInput > 0 && document.is("usage.input_tokens", "0")) {
			// servers that imitate Anthropic send 0 where they do not know
			this.fields.put("usage.input_tokens", startInput.toString());
		}
	}

	/** Takes what a document says and leaves the document as it is. */
	void takeCopy(Fields document) {
		Fields copy = new Fields();
		copy.merge(document);
		take(copy);
	}

	/** An event was named {@code error}, whatever it held. */
	void takeErrorEvent() {
		this.fields.put("error", "true");
	}

	private void unwrap(Fields document) {
		String type = document.text("type", "event_type");
		if (type != null) {
			unwrap(document, type);
		}
		if (document.is("object", "error")) {
			document.put("error", "true");
			document.put("error.type", (type != null) ? type : "error");
		}
		document.drop("delta.");
		document.drop("message.");
		document.drop("response.");
		document.lift("x_groq.");
		if (document.has("choices[].usage.") || document.has("choices[].error")) {
			document.lift("choices[].");
		}
	}

	private void unwrap(Fields document, String type) {
		if (ANTHROPIC_TYPES.contains(type)) {
			this.fields.put(WireFormat.ANTHROPIC_SEEN, "true");
		}
		if (type.equals("message_start")) {
			document.lift("message.");
		}
		else if (type.equals("message-end")) {
			document.lift("delta.");
		}
		else if (type.startsWith("response.") || type.equals("stream-end")) {
			document.lift("response.");
		}
		else if (type.equals("error") && !document.has("error")) {
			document.put("error", "true");
			put(document, "error.code", document.text("code"));
		}
		if (type.equals(ITEM_DONE)) {
			String item = document.text("item.type");
			if (item != null && item.endsWith("_call")) {
				this.fields.add("items=" + item, 1);
			}
		}
	}

	private static void put(Fields fields, String path, @Nullable String value) {
		if (value != null) {
			fields.put(path, value);
		}
	}

}
