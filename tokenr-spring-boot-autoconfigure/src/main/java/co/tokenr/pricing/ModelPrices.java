package co.tokenr.pricing;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * All that is known of the prices of one model.
 *
 * @param provider who serves the model
 * @param id the name of the model
 * @param ids further names
 * @param snapshots whether the names also stand for those with the date of a snapshot
 * appended
 * @param patterns further names, each of which must match as a whole
 * @param cards its cards, in the order of their file
 * @param multipliers its multipliers
 * @param source where the figures are published, or {@code null}
 * @param asOf date of the figures, or {@code null}
 * @param note what is to be said of the figures, or {@code null}
 * @param currency ISO 4217 code
 * @param catalogue version of the prices, {@code null} for those that the application
 * sets
 */
public record ModelPrices(String provider, String id, Set<String> ids, boolean snapshots, List<Pattern> patterns,
		List<PriceCard> cards, List<PriceMultiplier> multipliers, @Nullable String source, @Nullable LocalDate asOf,
		@Nullable String note, String currency, @Nullable String catalogue) {

	/**
	 * Creates prices whose lists are copies of those given.
	 */
	public ModelPrices {
		ids = Set.copyOf(ids);
		patterns = List.copyOf(patterns);
		cards = List.copyOf(cards);
		multipliers = List.copyOf(multipliers);
	}

	/**
	 * Returns the name of the entry in the catalogue.
	 * @return such as {@code openai/gpt-4o}
	 */
	public String key() {
		return this.provider + "/" + this.id;
	}

	/**
	 * Returns the card that holds at an instant without any circumstance.
	 * @param instant the instant
	 * @return the card, {@code null} where only cards for some circumstances hold
	 */
	public @Nullable PriceCard plainCard(Instant instant) {
		PriceCard plain = null;
		for (PriceCard card : this.cards) {
			boolean holds = card.isPlain() && card.holdsAt(instant);
			plain = (holds && (plain == null || card.goesBefore(plain))) ? card : plain;
		}
		return plain;
	}

	boolean hasPattern(String name) {
		return this.patterns.stream().anyMatch((pattern) -> pattern.matcher(name).matches());
	}

}
