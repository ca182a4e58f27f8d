package co.tokenr.attribution;

import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The names under which a single request carries its attribution: advisor parameters of a
 * {@code ChatClient} and attributes of an HTTP request alike.
 */
public final class AttributionParameters {

	/** The agent or assistant, a string. */
	public static final String AGENT_ID = "tokenr.agent_id";

	/** The product feature, a string. */
	public static final String FEATURE = "tokenr.feature";

	/** The team that owns the spend, a string. */
	public static final String TEAM_ID = "tokenr.team_id";

	/** The customer, a string. */
	public static final String CUSTOMER_ID = "tokenr.customer_id";

	/** The end user, a string. */
	public static final String USER_ID = "tokenr.user_id";

	/** The conversation, a string. */
	public static final String CONVERSATION_ID = "tokenr.conversation_id";

	/** Further tags, a map of strings. */
	public static final String TAGS = "tokenr.tags";

	/**
	 * Whether the event may leave for a collector or another remote target, a boolean or
	 * a string. Anything said but {@code true} keeps it local.
	 */
	public static final String REMOTE_SAVE = "tokenr.remote_save";

	/**
	 * Spring AI's own name for the conversation, used where {@link #CONVERSATION_ID} is
	 * unset.
	 */
	static final String CHAT_MEMORY_CONVERSATION_ID = "chat_memory_conversation_id";

	private AttributionParameters() {
	}

	/**
	 * Reads the attribution of one request. Values of other types are taken as text;
	 * {@code null} ones are left out.
	 * @param parameters looks a parameter up by its name
	 * @return the attribution, {@link Attribution#NONE} where nothing is said
	 */
	public static Attribution read(Function<String, @Nullable Object> parameters) {
		Attribution.Builder builder = Attribution.builder()
			.agent(text(parameters.apply(AGENT_ID)))
			.feature(text(parameters.apply(FEATURE)))
			.team(text(parameters.apply(TEAM_ID)))
			.customer(text(parameters.apply(CUSTOMER_ID)))
			.user(text(parameters.apply(USER_ID)));
		String conversation = text(parameters.apply(CONVERSATION_ID));
		boolean said = conversation != null && !conversation.isBlank();
		builder.conversation(said ? conversation : text(parameters.apply(CHAT_MEMORY_CONVERSATION_ID)));
		if (parameters.apply(TAGS) instanceof Map<?, ?> tags) {
			tags.forEach((key, value) -> builder.tag(text(key), text(value)));
		}
		return builder.remoteSave(remoteSave(text(parameters.apply(REMOTE_SAVE)))).build();
	}

	/** Whoever says something unclear rather means to keep it. */
	static @Nullable Boolean remoteSave(@Nullable String text) {
		return (text != null && !text.isBlank()) ? Boolean.valueOf(text.trim()) : null;
	}

	private static @Nullable String text(@Nullable Object value) {
		return (value != null) ? value.toString() : null;
	}

}
