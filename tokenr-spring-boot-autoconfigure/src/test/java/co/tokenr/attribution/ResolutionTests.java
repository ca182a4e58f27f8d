package co.tokenr.attribution;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Resolution} and its place in an {@link AttributionContext}.
 */
class ResolutionTests {

	private static final Attribution ACME = Attribution.builder().customer("acme").tag("region", "eu").build();

	private static final Attribution OTHER = Attribution.builder()
		.customer("other")
		.feature("search")
		.tag("region", "us")
		.tag("x", "1")
		.build();

	@Test
	void lockKeepsAnEventHereWhateverIsSaid() {
		Resolution locked = Resolution.locked(Attribution.builder().remoteSave(false).build());
		assertThat(locked.below(Attribution.builder().remoteSave(true).build()).remoteSave()).isFalse();
		assertThat(Resolution.locked(Attribution.builder().customer("acme").build())
			.below(Attribution.builder().remoteSave(false).build())
			.remoteSave()).isFalse();
	}

	@Test
	void whatIsSaidGivesWay() {
		assertThat(Resolution.of(ACME).below(OTHER)).isEqualTo(OTHER);
		assertThat(Resolution.of(ACME).below(Attribution.NONE)).isEqualTo(ACME);
	}

	@Test
	void whatIsLockedDoesNot() {
		Attribution locked = Resolution.locked(ACME).below(OTHER);
		assertThat(locked.customerId()).isEqualTo("acme");
		assertThat(locked.feature()).isEqualTo("search");
		assertThat(locked.tags()).isEqualTo(Map.of("region", "eu", "x", "1"));
	}

	@Test
	void locksEveryField() {
		Attribution all = new Attribution("a", "f", "t", "c", "u", "v", Map.of("k", "1"));
		Attribution open = new Attribution("a2", "f2", "t2", "c2", "u2", "v2", Map.of("k", "2"));
		assertThat(Resolution.locked(all).below(open)).isEqualTo(all);
	}

	@Test
	void noTagTakesTheNameOfALockedField() {
		Attribution all = new Attribution("a", "f", "t", "c", "u", "v", Map.of());
		Attribution open = Attribution.builder()
			.tag("agent_id", "x")
			.tag("feature", "x")
			.tag("team_id", "x")
			.tag("customer_id", "x")
			.tag("user_id", "x")
			.tag("conversation_id", "x")
			.tag("k", "1")
			.build();
		assertThat(Resolution.locked(all).lock(open).tags()).containsOnlyKeys("k");
		assertThat(Resolution.locked(ACME).lock(open).tags()).containsKey("user_id").doesNotContainKey("customer_id");
	}

	@Test
	void noRequestCrowdsALockedTagOut() {
		Attribution crowd = Attribution.builder().tags(AttributionLimitsTests.numbered("t", 60)).build();
		assertThat(Resolution.locked(ACME).lock(crowd).tags()).hasSize(50).containsEntry("region", "eu");
	}

	@Test
	void nearerResolutionWinsLockAgainstLockAndWordAgainstWord() {
		Resolution far = new Resolution(Attribution.builder().team("far").user("far").build(), ACME);
		Resolution near = new Resolution(Attribution.builder().team("near").customer("near").build(),
				Attribution.builder().agent("near").build());
		Attribution both = near.over(far).below(Attribution.NONE);
		assertThat(both).isEqualTo(new Attribution("near", null, "near", "acme", "far", null, Map.of("region", "eu")));
		assertThat(Resolution.NONE.over(far)).isSameAs(far);
		assertThat(far.over(Resolution.NONE)).isSameAs(far);
	}

	@Test
	void travelsThroughScopesOpenedInside() {
		AttributionContext context = AttributionContext.EMPTY.with(Resolution.locked(ACME)).with(OTHER);
		assertThat(context.with(OTHER, "companion").resolution()).isEqualTo(Resolution.locked(ACME));
		assertThat(context.attribution()).isEqualTo(OTHER);
	}

	@Test
	void sameAnswerAgainIsNoNewContext() {
		AttributionContext context = AttributionContext.EMPTY.with(Resolution.locked(ACME));
		assertThat(context.with(Resolution.locked(ACME))).isSameAs(context);
		assertThat(context.with(Resolution.NONE)).isSameAs(context);
		assertThat(AttributionContext.EMPTY.with(Resolution.NONE)).isSameAs(AttributionContext.EMPTY);
	}

	@Test
	void survivesASubscriberWithScopesOfItsOwn() {
		AttributionContext made = AttributionContext.EMPTY.with(Resolution.locked(ACME)).with(OTHER);
		AttributionContext subscriber = AttributionContext.EMPTY
			.with(Resolution.locked(Attribution.builder().customer("subscriber").user("ada").build()))
			.with(Attribution.builder().team("core").build());
		Resolution both = made.over(subscriber).resolution();
		assertThat(both.locked().customerId()).isEqualTo("acme");
		assertThat(both.locked().userId()).isEqualTo("ada");
		assertThat(AttributionContext.EMPTY.with(Resolution.locked(ACME)).over(subscriber).resolution())
			.isEqualTo(both);
		assertThat(made.over(AttributionContext.EMPTY)).isSameAs(made);
	}

}
