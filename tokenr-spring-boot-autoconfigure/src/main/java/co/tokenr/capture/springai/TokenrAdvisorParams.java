package co.tokenr.capture.springai;

import java.util.Map;
import java.util.function.Consumer;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionParameters;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClient;

/**
 * Says for one request, or by default for all of a client, to whom its usage is
 * attributed: <pre>{@code
 * chatClient.prompt("...")
 *     .advisors(TokenrAdvisorParams.agent("support").customer(customerId).tag("tier", "gold"))
 *     .call();
 * }</pre> A {@code null} or blank value says nothing.
 */
public final class TokenrAdvisorParams {

	private TokenrAdvisorParams() {
	}

	/**
	 * Names the agent or assistant.
	 * @param agentId its id
	 * @return parameters to add to
	 */
	public static Spec agent(@Nullable String agentId) {
		return Spec.NOTHING.agent(agentId);
	}

	/**
	 * Names the product feature.
	 * @param feature its name
	 * @return parameters to add to
	 */
	public static Spec feature(@Nullable String feature) {
		return Spec.NOTHING.feature(feature);
	}

	/**
	 * Names the team that owns the spend.
	 * @param teamId its id
	 * @return parameters to add to
	 */
	public static Spec team(@Nullable String teamId) {
		return Spec.NOTHING.team(teamId);
	}

	/**
	 * Names the customer on whose behalf the call is made.
	 * @param customerId its id
	 * @return parameters to add to
	 */
	public static Spec customer(@Nullable String customerId) {
		return Spec.NOTHING.customer(customerId);
	}

	/**
	 * Names the end user.
	 * @param userId its id
	 * @return parameters to add to
	 */
	public static Spec user(@Nullable String userId) {
		return Spec.NOTHING.user(userId);
	}

	/**
	 * Names the conversation.
	 * @param conversationId its id
	 * @return parameters to add to
	 */
	public static Spec conversation(@Nullable String conversationId) {
		return Spec.NOTHING.conversation(conversationId);
	}

	/**
	 * Adds a tag.
	 * @param key the dimension
	 * @param value its value
	 * @return parameters to add to
	 */
	public static Spec tag(@Nullable String key, @Nullable String value) {
		return Spec.NOTHING.tag(key, value);
	}

	/**
	 * Says whether the events may leave for a collector or another remote target.
	 * @param remoteSave {@code false} to keep them local
	 * @return parameters to add to
	 */
	public static Spec remoteSave(boolean remoteSave) {
		return Spec.NOTHING.remoteSave(remoteSave);
	}

	/**
	 * The parameters of a request. Immutable: each method returns further ones, so that
	 * one may be kept and added to.
	 */
	public static final class Spec implements Consumer<ChatClient.AdvisorSpec> {

		private static final Spec NOTHING = new Spec(Attribution.NONE);

		private final Attribution attribution;

		private Spec(Attribution attribution) {
			this.attribution = attribution;
		}

		/**
		 * Names the agent or assistant.
		 * @param agentId its id
		 * @return these parameters and this one
		 */
		public Spec agent(@Nullable String agentId) {
			return with(Attribution.builder().agent(agentId));
		}

		/**
		 * Names the product feature.
		 * @param feature its name
		 * @return these parameters and this one
		 */
		public Spec feature(@Nullable String feature) {
			return with(Attribution.builder().feature(feature));
		}

		/**
		 * Names the team that owns the spend.
		 * @param teamId its id
		 * @return these parameters and this one
		 */
		public Spec team(@Nullable String teamId) {
			return with(Attribution.builder().team(teamId));
		}

		/**
		 * Names the customer on whose behalf the call is made.
		 * @param customerId its id
		 * @return these parameters and this one
		 */
		public Spec customer(@Nullable String customerId) {
			return with(Attribution.builder().customer(customerId));
		}

		/**
		 * Names the end user.
		 * @param userId its id
		 * @return these parameters and this one
		 */
		public Spec user(@Nullable String userId) {
			return with(Attribution.builder().user(userId));
		}

		/**
		 * Names the conversation.
		 * @param conversationId its id
		 * @return these parameters and this one
		 */
		public Spec conversation(@Nullable String conversationId) {
			return with(Attribution.builder().conversation(conversationId));
		}

		/**
		 * Adds a tag.
		 * @param key the dimension
		 * @param value its value
		 * @return these parameters and this one
		 */
		public Spec tag(@Nullable String key, @Nullable String value) {
			return with(Attribution.builder().tag(key, value));
		}

		/**
		 * Adds tags.
		 * @param tags dimensions and their values
		 * @return these parameters and these
		 */
		public Spec tags(Map<String, String> tags) {
			return with(Attribution.builder().tags(tags));
		}

		/**
		 * Says whether the events may leave for a collector or another remote target.
		 * @param remoteSave {@code false} to keep them local
		 * @return these parameters and this one
		 */
		public Spec remoteSave(boolean remoteSave) {
			return with(Attribution.builder().remoteSave(remoteSave));
		}

		/**
		 * Sets the parameters on a request or a client.
		 * @param advisors what takes them
		 */
		@Override
		public void accept(ChatClient.AdvisorSpec advisors) {
			param(advisors, AttributionParameters.AGENT_ID, this.attribution.agentId());
			param(advisors, AttributionParameters.FEATURE, this.attribution.feature());
			param(advisors, AttributionParameters.TEAM_ID, this.attribution.teamId());
			param(advisors, AttributionParameters.CUSTOMER_ID, this.attribution.customerId());
			param(advisors, AttributionParameters.USER_ID, this.attribution.userId());
			param(advisors, AttributionParameters.CONVERSATION_ID, this.attribution.conversationId());
			if (!this.attribution.tags().isEmpty()) {
				advisors.param(AttributionParameters.TAGS, this.attribution.tags());
			}
			if (this.attribution.remoteSave() != null) {
				advisors.param(AttributionParameters.REMOTE_SAVE, this.attribution.remoteSave());
			}
		}

		private Spec with(Attribution.Builder nearer) {
			return new Spec(this.attribution.overlaidBy(nearer.build()));
		}

		private static void param(ChatClient.AdvisorSpec advisors, String name, @Nullable String value) {
			if (value != null) {
				advisors.param(name, value);
			}
		}

	}

}
