package co.tokenr.ledger;

import java.util.LinkedHashMap;
import java.util.Map;

import co.tokenr.attribution.Attribution;

/**
 * Takes the id of a user or customer out of what is kept.
 *
 * @param dimension {@link Dimension#USER} or {@link Dimension#CUSTOMER}
 * @param id the id
 */
public record Erasure(Dimension dimension, String id) {

	/**
	 * Plans an erasure.
	 * @param dimension user or customer
	 * @param id the id
	 * @return the erasure
	 * @throws IllegalArgumentException if the dimension is another one
	 */
	public static Erasure of(Dimension dimension, String id) {
		if (dimension.equals(Dimension.USER) || dimension.equals(Dimension.CUSTOMER)) {
			return new Erasure(dimension, id);
		}
		throw new IllegalArgumentException("Only a user or a customer can be erased, not '" + dimension + "'");
	}

	/**
	 * Takes the id out of the document of an event.
	 * @param document the document
	 * @return the document without it
	 */
	public Map<String, Object> of(Map<String, Object> document) {
		Map<String, Object> erased = new LinkedHashMap<>(document);
		if (erased.remove(isUser() ? "user_id" : "customer_id", this.id)) {
			erased.remove("conversation_id");
		}
		if (erased.get("tags") instanceof Map<?, ?> tags && tags.containsValue(this.id)) {
			Map<Object, Object> kept = new LinkedHashMap<>(tags);
			kept.values().removeIf(this.id::equals);
			erased.put("tags", kept);
			if (kept.isEmpty()) {
				erased.remove("tags");
			}
		}
		return erased;
	}

	Attribution of(Attribution before) {
		boolean named = this.id.equals(isUser() ? before.userId() : before.customerId());
		if (!named && !before.tags().containsValue(this.id)) {
			return before;
		}
		Map<String, String> tags = new LinkedHashMap<>(before.tags());
		tags.values().removeIf(this.id::equals);
		return new Attribution(before.agentId(), before.feature(), before.teamId(),
				(named && !isUser()) ? null : before.customerId(), (named && isUser()) ? null : before.userId(),
				named ? null : before.conversationId(), tags, before.truncated(), before.remoteSave());
	}

	private boolean isUser() {
		return this.dimension.equals(Dimension.USER);
	}

}
