package co.tokenr.response;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A place in a provider's JSON, with what is worth keeping below it. The whole tree names
 * every field that any format needs, counted from the root of a document: a {@code usage}
 * that lies anywhere else (in content, tool arguments, output items, guardrail traces) is
 * not seen at all.
 */
final class KeptPath {

	/** What is done with a value. */
	enum Keep {

		/** It is only walked through. */
		NOTHING,

		/** Its text, the last one where there are several. */
		LAST,

		/** How many there are. */
		COUNT,

		/** How many there are of each {@code *_call}. */
		COUNT_CALLS,

		/** The sum of the numbers. */
		SUM,

		/** That there is one, never what it says. */
		PRESENCE,

		/** Everything below. */
		ALL

	}

	/** What is below a place of which everything is kept. */
	static final KeptPath ANYTHING = new KeptPath("", "", Keep.ALL);

	static final KeptPath ROOT = new KeptPath("", "", Keep.NOTHING);

	/** A power of two; with a fifth of them taken what is looked for is close. */
	private static final int MIN_SLOTS = 8;

	static {
		// who answered, and what kind of document it is
		keep(Keep.LAST, "id", "responseId", "response_id", "generation_id", "model", "modelVersion", "object", "type",
				"event_type", "status", "code", "__type", "service_tier", "serviceTier.type",
				"performanceConfig.latency", "done", "task", "duration");
		// usage, root and the envelopes that streams put around it
		keep(Keep.ALL, "usage", "usageMetadata", "meta.billed_units", "meta.tokens", "message.usage", "response.usage",
				"response.meta.billed_units", "response.meta.tokens", "delta.usage", "x_groq.usage", "choices[].usage");
		keep(Keep.LAST, "prompt_eval_count", "eval_count", "message.id", "message.model", "response.id",
				"response.model", "response.service_tier", "response.response_id", "metadata.billableCharacterCount");
		keep(Keep.SUM, "predictions[].embeddings.statistics.token_count");
		// what is billed beside tokens
		keep(Keep.COUNT_CALLS, "output[].type", "response.output[].type");
		keep(Keep.LAST, "item.type");
		keep(Keep.COUNT, "data[].b64_json", "data[].url", "predictions[].bytesBase64Encoded");
		keep(Keep.NOTHING, "candidates[].groundingMetadata.webSearchQueries[]");
		// how it ended
		keep(Keep.LAST, "choices[].index", "candidates[].finishReason", "promptFeedback.blockReason");
		keep(Keep.COUNT, "choices[].finish_reason");
		for (String error : new String[] { "error", "response.error", "choices[].error" }) {
			keep(Keep.PRESENCE, error, error + ".message");
			keep(Keep.LAST, error + ".type", error + ".code", error + ".status");
		}
		keep(Keep.PRESENCE, "x_groq.error");
	}

	private final String path;

	private final String elements;

	private final byte[] name;

	/** Members by their names, the next free slot where two want the same. */
	private @Nullable KeptPath[] members = new KeptPath[MIN_SLOTS];

	private int size;

	private @Nullable KeptPath element;

	private Keep keep;

	private KeptPath(String path, String name, Keep keep) {
		this.path = path;
		this.elements = path + "[]";
		this.name = name.getBytes(StandardCharsets.ISO_8859_1);
		this.keep = keep;
	}

	String path() {
		return this.path;
	}

	Keep keep() {
		return this.keep;
	}

	/** Whether anything inside an object or array at this place is kept. */
	boolean isEntered() {
		return this.keep == Keep.ALL || this.element != null || this.size > 0;
	}

	/**
	 * Names where the elements of an array at this place are counted.
	 * @param path the path of the array, which is this place's unless it is
	 * {@link #ANYTHING}
	 */
	String elements(String path) {
		return (this != ANYTHING) ? this.elements : path + "[]";
	}

	/**
	 * Finds the place of any element of an array.
	 * @return the place, {@code null} where nothing there is kept
	 */
	@Nullable KeptPath element() {
		return (this.keep == Keep.ALL) ? ANYTHING : this.element;
	}

	/**
	 * Finds the place of a member by the bytes of its name, so that of the many that are
	 * skipped no text is made.
	 * @return the place, {@code null} where nothing there is kept
	 */
	@Nullable KeptPath child(byte[] bytes, int from, int length) {
		return (this.keep == Keep.ALL) ? ANYTHING : this.members[slot(bytes, from, length)];
	}

	/** Where a member is or, if it is not there, would be. */
	private int slot(byte[] bytes, int from, int length) {
		int last = this.members.length - 1;
		int hash = (length > 0) ? 31 * length + 7 * bytes[from] + bytes[from + length - 1] : 0;
		int slot = hash & last;
		for (KeptPath there = this.members[slot]; there != null; there = this.members[slot]) {
			if (Arrays.equals(there.name, 0, there.name.length, bytes, from, from + length)) {
				return slot;
			}
			slot = (slot + 1) & last;
		}
		return slot;
	}

	private KeptPath add(String name) {
		if (name.equals("[]")) {
			KeptPath place = (this.element != null) ? this.element : new KeptPath(this.elements, name, Keep.NOTHING);
			this.element = place;
			return place;
		}
		KeptPath added = new KeptPath(this.path.isEmpty() ? name : this.path + "." + name, name, Keep.NOTHING);
		KeptPath known = child(added.name, 0, added.name.length);
		if (known != null) {
			return known;
		}
		if (4 * this.size >= this.members.length) {
			grow();
		}
		put(added);
		return added;
	}

	private void put(KeptPath member) {
		this.members[slot(member.name, 0, member.name.length)] = member;
		this.size++;
	}

	private void grow() {
		@Nullable KeptPath[] before = this.members;
		this.members = new KeptPath[2 * before.length];
		this.size = 0;
		for (KeptPath member : before) {
			if (member != null) {
				put(member);
			}
		}
	}

	private static void keep(Keep keep, String... paths) {
		for (String path : paths) {
			KeptPath place = ROOT;
			for (String name : path.replace("[]", ".[]").split("\\.", -1)) {
				place = place.add(name);
			}
			place.keep = keep;
		}
	}

}
