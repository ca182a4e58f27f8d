package co.tokenr.response;

import java.util.HashMap;
import java.util.Map;

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
	static final KeptPath ANYTHING = new KeptPath("", Keep.ALL);

	static final KeptPath ROOT = new KeptPath("", Keep.NOTHING);

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

	private final Map<String, KeptPath> children = new HashMap<>();

	private Keep keep;

	private KeptPath(String path, Keep keep) {
		this.path = path;
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
		return this.keep == Keep.ALL || !this.children.isEmpty();
	}

	/**
	 * Finds the place of a member.
	 * @param name the member's name, {@code []} for any element of an array
	 * @return the place, {@code null} where nothing there is kept
	 */
	@Nullable KeptPath child(String name) {
		return (this.keep == Keep.ALL) ? ANYTHING : this.children.get(name);
	}

	private static void keep(Keep keep, String... paths) {
		for (String path : paths) {
			KeptPath place = ROOT;
			for (String name : path.replace("[]", ".[]").split("\\.", -1)) {
				KeptPath parent = place;
				place = place.children.computeIfAbsent(name,
						(key) -> new KeptPath(join(parent.path, key), Keep.NOTHING));
			}
			place.keep = keep;
		}
	}

	private static String join(String parent, String name) {
		if (name.equals("[]")) {
			return parent + name;
		}
		return parent.isEmpty() ? name : parent + "." + name;
	}

}
