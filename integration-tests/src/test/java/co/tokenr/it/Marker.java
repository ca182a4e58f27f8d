package co.tokenr.it;

import java.util.Locale;

/**
 * A text that stands for something which must stay where it is. Each is found nowhere
 * else in the world.
 */
enum Marker {

	/** What a user asks. */
	PROMPT,

	/** What the application tells the model. */
	SYSTEM,

	/** What the model says. */
	ANSWER,

	/** What the model asks a tool for. */
	TOOL_ARGUMENT,

	/** What the tool answers. */
	TOOL_RESULT,

	/** The key of the provider. */
	API_KEY,

	/** The token of the collector. */
	TOKEN,

	/** A further header of the reporter's requests. */
	HEADER,

	/** The message of an exception. */
	EXCEPTION,

	/** A tag: meant to be seen everywhere, and the proof that looking finds. */
	PLANTED;

	private final String text = "canary-" + name().toLowerCase(Locale.ROOT).replace('_', '-') + "-q7x4k9";

	@Override
	public String toString() {
		return this.text;
	}

}
