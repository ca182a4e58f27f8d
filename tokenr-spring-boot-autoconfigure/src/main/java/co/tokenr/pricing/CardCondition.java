package co.tokenr.pricing;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * When a card or a multiplier holds. Everything given must hold; nothing given always
 * does.
 *
 * @param serviceTiers service tiers in lower case, any of which holds; empty for all
 * @param speeds speeds in lower case, any of which holds; empty for all
 * @param regions regions in lower case, any of which holds; empty for all
 * @param operations operations, any of which holds; empty for all
 * @param schedule hours of the week, {@code null} for always
 */
public record CardCondition(Set<String> serviceTiers, Set<String> speeds, Set<String> regions, Set<String> operations,
		@Nullable Schedule schedule) {

	static final CardCondition ALWAYS = new CardCondition(Set.of(), Set.of(), Set.of(), Set.of(), null);

	/**
	 * Creates a condition whose sets are copies of those given.
	 */
	public CardCondition {
		serviceTiers = Set.copyOf(serviceTiers);
		speeds = Set.copyOf(speeds);
		regions = Set.copyOf(regions);
		operations = Set.copyOf(operations);
	}

	static CardCondition ofServiceTier(String... serviceTiers) {
		return new CardCondition(Set.of(serviceTiers), Set.of(), Set.of(), Set.of(), null);
	}

	static CardCondition ofSpeed(String speed) {
		return new CardCondition(Set.of(), Set.of(speed), Set.of(), Set.of(), null);
	}

	static CardCondition ofRegion(String region) {
		return new CardCondition(Set.of(), Set.of(), Set.of(region), Set.of(), null);
	}

	static CardCondition ofSchedule(Schedule schedule) {
		return new CardCondition(Set.of(), Set.of(), Set.of(), Set.of(), schedule);
	}

	boolean holds(Circumstances circumstances) {
		return holds(this.serviceTiers, circumstances.serviceTier()) && holds(this.speeds, circumstances.speed())
				&& holds(this.regions, circumstances.region()) && holds(this.operations, circumstances.operation())
				&& (this.schedule == null || this.schedule.holds(circumstances.started(), circumstances.ended()));
	}

	private static boolean holds(Set<String> wanted, @Nullable String actual) {
		return wanted.isEmpty() || (actual != null && wanted.contains(actual));
	}

	/** How many things are asked for. */
	int count() {
		return given(this.serviceTiers) + given(this.speeds) + given(this.regions) + given(this.operations)
				+ ((this.schedule != null) ? 1 : 0);
	}

	private static int given(Set<String> wanted) {
		return wanted.isEmpty() ? 0 : 1;
	}

}
