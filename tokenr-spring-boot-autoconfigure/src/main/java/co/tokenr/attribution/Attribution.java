package co.tokenr.attribution;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * To whom and to what a call is attributed. Immutable; {@code null} means not said.
 * <p>
 * Bounded, so that no request can make an event as large as it likes: an id or the value
 * of a tag has at most 256 characters (UTF-16 units), a key 64, and there are at most 50
 * tags, of which the first are kept. What is longer is cut and {@link #truncated()} says
 * so. NUL, halves of surrogate pairs and the separators U+2028 and U+2029 become a
 * question mark.
 *
 * @param agentId the agent or assistant that made the call
 * @param feature the product feature that the call serves
 * @param teamId the team that owns the spend
 * @param customerId the customer on whose behalf the call was made
 * @param userId the end user
 * @param conversationId the conversation that the call belongs to
 * @param tags further dimensions, in the order given, never {@code null}
 * @param truncated whether something was longer or more than an attribution holds
 * @param remoteSave whether the event may leave for a collector or another remote target;
 * {@code false} keeps it local
 */
public record Attribution(@Nullable String agentId, @Nullable String feature, @Nullable String teamId,
		@Nullable String customerId, @Nullable String userId, @Nullable String conversationId, Map<String, String> tags,
		boolean truncated, @Nullable Boolean remoteSave) {

	/** Nothing said. */
	public static final Attribution NONE = new Attribution(null, null, null, null, null, null, Map.of());

	/**
	 * Creates an attribution that is within its bounds and has a copy of the tags.
	 */
	public Attribution {
		LimitedTags limited = LimitedTags.of(tags);
		truncated = truncated || limited.truncated() || TextLimits.exceeds(agentId, TextLimits.VALUE)
				|| TextLimits.exceeds(feature, TextLimits.VALUE) || TextLimits.exceeds(teamId, TextLimits.VALUE)
				|| TextLimits.exceeds(customerId, TextLimits.VALUE) || TextLimits.exceeds(userId, TextLimits.VALUE)
				|| TextLimits.exceeds(conversationId, TextLimits.VALUE);
		agentId = TextLimits.fit(agentId, TextLimits.VALUE);
		feature = TextLimits.fit(feature, TextLimits.VALUE);
		teamId = TextLimits.fit(teamId, TextLimits.VALUE);
		customerId = TextLimits.fit(customerId, TextLimits.VALUE);
		userId = TextLimits.fit(userId, TextLimits.VALUE);
		conversationId = TextLimits.fit(conversationId, TextLimits.VALUE);
		tags = limited;
	}

	/**
	 * Creates an attribution of what was said.
	 * @param agentId the agent or assistant that made the call
	 * @param feature the product feature that the call serves
	 * @param teamId the team that owns the spend
	 * @param customerId the customer on whose behalf the call was made
	 * @param userId the end user
	 * @param conversationId the conversation that the call belongs to
	 * @param tags further dimensions, in the order given, never {@code null}
	 */
	public Attribution(@Nullable String agentId, @Nullable String feature, @Nullable String teamId,
			@Nullable String customerId, @Nullable String userId, @Nullable String conversationId,
			Map<String, String> tags) {
		this(agentId, feature, teamId, customerId, userId, conversationId, tags, false, null);
	}

	/**
	 * Starts an attribution.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Lays a nearer attribution over this one: what it says wins, its tags are added.
	 * @param nearer what was said nearer to the call
	 * @return the two together
	 */
	public Attribution overlaidBy(Attribution nearer) {
		if (nearer == NONE || nearer == this) {
			return this;
		}
		if (this == NONE) {
			return nearer;
		}
		return new Attribution(first(nearer.agentId, this.agentId), first(nearer.feature, this.feature),
				first(nearer.teamId, this.teamId), first(nearer.customerId, this.customerId),
				first(nearer.userId, this.userId), first(nearer.conversationId, this.conversationId),
				LimitedTags.of(this.tags).overlaidBy(LimitedTags.of(nearer.tags)), this.truncated || nearer.truncated,
				first(nearer.remoteSave, this.remoteSave));
	}

	/**
	 * Returns how long all that is said is together, names of tags included.
	 * @return the number of characters, in UTF-16 units
	 */
	public int length() {
		return length(this.agentId) + length(this.feature) + length(this.teamId) + length(this.customerId)
				+ length(this.userId) + length(this.conversationId) + LimitedTags.of(this.tags).length();
	}

	private static int length(@Nullable String text) {
		return (text != null) ? text.length() : 0;
	}

	private static <T> @Nullable T first(@Nullable T nearer, @Nullable T farther) {
		return (nearer != null) ? nearer : farther;
	}

	/**
	 * Builds an {@link Attribution}. A {@code null} or blank value leaves the field
	 * unsaid. Not thread-safe.
	 */
	public static final class Builder {

		private @Nullable String agentId;

		private @Nullable String feature;

		private @Nullable String teamId;

		private @Nullable String customerId;

		private @Nullable String userId;

		private @Nullable String conversationId;

		private Map<String, String> tags = Map.of();

		private @Nullable Boolean remoteSave;

		private Builder() {
		}

		/**
		 * Names the agent or assistant.
		 * @param agentId its id
		 * @return this builder
		 */
		public Builder agent(@Nullable String agentId) {
			this.agentId = said(agentId);
			return this;
		}

		/**
		 * Names the product feature.
		 * @param feature its name
		 * @return this builder
		 */
		public Builder feature(@Nullable String feature) {
			this.feature = said(feature);
			return this;
		}

		/**
		 * Names the team that owns the spend.
		 * @param teamId its id
		 * @return this builder
		 */
		public Builder team(@Nullable String teamId) {
			this.teamId = said(teamId);
			return this;
		}

		/**
		 * Names the customer on whose behalf the call is made.
		 * @param customerId its id
		 * @return this builder
		 */
		public Builder customer(@Nullable String customerId) {
			this.customerId = said(customerId);
			return this;
		}

		/**
		 * Names the end user.
		 * @param userId its id
		 * @return this builder
		 */
		public Builder user(@Nullable String userId) {
			this.userId = said(userId);
			return this;
		}

		/**
		 * Names the conversation.
		 * @param conversationId its id
		 * @return this builder
		 */
		public Builder conversation(@Nullable String conversationId) {
			this.conversationId = said(conversationId);
			return this;
		}

		/**
		 * Adds a tag. A {@code null} or blank key or a {@code null} value is ignored.
		 * @param key the dimension
		 * @param value its value
		 * @return this builder
		 */
		public Builder tag(@Nullable String key, @Nullable String value) {
			if (said(key) != null && value != null) {
				// most calls have none of their own
				this.tags = this.tags.isEmpty() ? new LinkedHashMap<>() : this.tags;
				this.tags.put(key, value);
			}
			return this;
		}

		/**
		 * Adds tags.
		 * @param tags dimensions and their values, {@code null} for none
		 * @return this builder
		 */
		public Builder tags(@Nullable Map<String, String> tags) {
			if (tags != null) {
				tags.forEach(this::tag);
			}
			return this;
		}

		/**
		 * Says whether the event may leave for a collector or another remote target.
		 * @param remoteSave {@code false} to keep it local, {@code null} for unsaid
		 * @return this builder
		 */
		public Builder remoteSave(@Nullable Boolean remoteSave) {
			this.remoteSave = remoteSave;
			return this;
		}

		/**
		 * Builds the attribution.
		 * @return what was said
		 */
		public Attribution build() {
			boolean nothing = this.agentId == null && this.feature == null && this.teamId == null
					&& this.customerId == null && this.userId == null && this.conversationId == null
					&& this.tags.isEmpty() && this.remoteSave == null;
			return nothing ? NONE : new Attribution(this.agentId, this.feature, this.teamId, this.customerId,
					this.userId, this.conversationId, this.tags, false, this.remoteSave);
		}

		private static @Nullable String said(@Nullable String value) {
			return (value == null || value.isBlank()) ? null : value;
		}

	}

}
