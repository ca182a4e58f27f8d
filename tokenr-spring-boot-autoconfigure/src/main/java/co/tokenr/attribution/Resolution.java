package co.tokenr.attribution;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What an {@link AttributionResolver} says of a call. Immutable.
 *
 * @param said holds where nothing nearer is said: above defaults, below scopes,
 * annotations and request parameters
 * @param locked holds whatever else is said
 */
public record Resolution(Attribution said, Attribution locked) {

	/** Nothing said. */
	public static final Resolution NONE = new Resolution(Attribution.NONE, Attribution.NONE);

	/**
	 * Says what holds where nothing nearer is said.
	 * @param said the attribution
	 * @return the resolution
	 */
	public static Resolution of(Attribution said) {
		return new Resolution(said, Attribution.NONE);
	}

	/**
	 * Says what holds whatever scopes, annotations and request parameters say, such as an
	 * authenticated customer. A locked field also takes the place of a tag that bears its
	 * name, such as {@code customer_id}.
	 * @param locked the attribution
	 * @return the resolution
	 */
	public static Resolution locked(Attribution locked) {
		return new Resolution(Attribution.NONE, locked);
	}

	/**
	 * Lays this over what was resolved farther away: this wins, lock against lock and
	 * word against word.
	 * @param farther the other resolution
	 * @return the two together
	 */
	public Resolution over(Resolution farther) {
		if (farther == NONE || farther == this) {
			return this;
		}
		return (this == NONE) ? farther
				: new Resolution(farther.said.overlaidBy(this.said), farther.locked.overlaidBy(this.locked));
	}

	/**
	 * Returns what holds where something is said nearer to the call.
	 * @param nearer what scopes and parameters say
	 * @return the attribution
	 */
	public Attribution below(Attribution nearer) {
		return lock(this.said.overlaidBy(nearer));
	}

	/**
	 * Returns what holds once what is locked has its place.
	 * @param open what everyone else says
	 * @return the attribution
	 */
	public Attribution lock(Attribution open) {
		if (this.locked == Attribution.NONE) {
			return open;
		}
		// locked tags go first: nobody crowds them out
		LimitedTags tags = LimitedTags.of(this.locked.tags())
			.overlaidBy(LimitedTags.of(open.tags()).without(lockedNames()));
		return new Attribution(open.agentId(), open.feature(), open.teamId(), open.customerId(), open.userId(),
				open.conversationId(), tags, open.truncated(), open.remoteSave())
			.overlaidBy(this.locked);
	}

	private Set<String> lockedNames() {
		Set<String> names = new HashSet<>(this.locked.tags().keySet());
		add(names, "agent_id", this.locked.agentId());
		add(names, "feature", this.locked.feature());
		add(names, "team_id", this.locked.teamId());
		add(names, "customer_id", this.locked.customerId());
		add(names, "user_id", this.locked.userId());
		add(names, "conversation_id", this.locked.conversationId());
		return names;
	}

	private static void add(Set<String> names, String name, @Nullable String value) {
		if (value != null) {
			names.add(name);
		}
	}

}
