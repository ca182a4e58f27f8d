package co.tokenr.metrics;

import java.util.ArrayList;
import java.util.List;

import co.tokenr.attribution.Attribution;
import co.tokenr.usage.UsageEvent;
import org.jspecify.annotations.Nullable;

/**
 * Says by which tags usage is metered. Replace it by a bean of your own to rename, add or
 * leave out tags. The keys are asked for once; values are read at each call, so that
 * reading one must be quick.
 */
public interface UsageMeterConvention {

	/**
	 * Returns the keys of the tags that every usage meter has.
	 * @return the keys, without duplicates
	 */
	List<String> keys();

	/**
	 * Reads the value of a tag.
	 * @param event the event
	 * @param key one of the {@link #keys() keys}
	 * @return the value, {@code null} where the event has none; metered as {@code none}
	 */
	@Nullable String value(UsageEvent event, String key);

	/**
	 * Returns the convention that holds unless replaced: provider and model, then the
	 * dimensions given.
	 * @param dimensions {@code agent}, {@code feature}, {@code team}, {@code customer},
	 * {@code user}, {@code conversation}, {@code service}, {@code environment}, or the
	 * key of a tag
	 * @return the convention
	 */
	static UsageMeterConvention of(List<String> dimensions) {
		List<String> keys = new ArrayList<>(List.of("provider", "model"));
		dimensions.stream().filter((key) -> !keys.contains(key)).forEach(keys::add);
		return new UsageMeterConvention() {

			@Override
			public List<String> keys() {
				return List.copyOf(keys);
			}

			@Override
			public @Nullable String value(UsageEvent event, String key) {
				Attribution attribution = event.attribution();
				return switch (key) {
					case "provider" -> event.provider();
					case "model" -> event.model();
					case "agent" -> attribution.agentId();
					case "feature" -> attribution.feature();
					case "team" -> attribution.teamId();
					case "customer" -> attribution.customerId();
					case "user" -> attribution.userId();
					case "conversation" -> attribution.conversationId();
					case "service" -> event.origin().service();
					case "environment" -> event.origin().environment();
					default -> attribution.tags().get(key);
				};
			}

		};
	}

}
