package co.tokenr.attribution;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How much an {@link Attribution} holds and what becomes of the rest.
 */
class AttributionLimitsTests {

	private static final String LONG = "x".repeat(1000);

	@Test
	void cutsEveryFieldAndSaysSo() {
		Attribution cut = new Attribution(LONG, LONG, LONG, LONG, LONG, LONG, Map.of());
		assertThat(cut.agentId()).hasSize(256)
			.isEqualTo(cut.feature())
			.isEqualTo(cut.teamId())
			.isEqualTo(cut.customerId())
			.isEqualTo(cut.userId())
			.isEqualTo(cut.conversationId());
		assertThat(cut.truncated()).isTrue();
		assertThat(Attribution.builder().agent(LONG).build().truncated()).isTrue();
		assertThat(Attribution.builder().conversation(LONG).build().truncated()).isTrue();
	}

	@Test
	void keepsWhatFitsAndItsInstance() {
		String fit = "x".repeat(256);
		Attribution attribution = Attribution.builder().agent(fit).tag("k".repeat(64), fit).build();
		assertThat(attribution.agentId()).isSameAs(fit);
		assertThat(attribution.tags()).containsExactly(Map.entry("k".repeat(64), fit));
		assertThat(attribution.truncated()).isFalse();
	}

	@Test
	void cutsKeysAndValuesOfTags() {
		Attribution attribution = Attribution.builder().tag(LONG, "v").tag("k", LONG).build();
		assertThat(attribution.tags()).containsExactly(Map.entry("x".repeat(64), "v"), Map.entry("k", "x".repeat(256)));
		assertThat(attribution.truncated()).isTrue();
	}

	@Test
	void neverCutsThroughASurrogatePair() {
		String emoji = "\uD83D\uDE00";
		assertThat(Attribution.builder().agent("x" + emoji.repeat(200)).build().agentId())
			.isEqualTo("x" + emoji.repeat(127));
		assertThat(Attribution.builder().agent(emoji.repeat(200)).build().agentId()).isEqualTo(emoji.repeat(128));
		assertThat(Attribution.builder().tag("x" + emoji.repeat(40), "v").build().tags())
			.containsOnlyKeys("x" + emoji.repeat(31));
	}

	@Test
	void replacesWhatStoresChokeOn() {
		Attribution attribution = Attribution.builder()
			.agent("a\0b\u2028c\u2029d")
			.feature("\uD83D")
			.team("\uDE00\uD83D")
			.user("x\uD83D\uDE00y\uD83Dz")
			.tag("k\0", "\uDE00")
			.build();
		assertThat(attribution.agentId()).isEqualTo("a?b?c?d");
		assertThat(attribution.feature()).isEqualTo("?");
		assertThat(attribution.teamId()).isEqualTo("??");
		assertThat(attribution.userId()).isEqualTo("x\uD83D\uDE00y?z");
		assertThat(attribution.tags()).containsExactly(Map.entry("k?", "?"));
		assertThat(attribution.truncated()).isFalse();
	}

	@Test
	void keepsTheFirstFiftyTags() {
		Attribution attribution = Attribution.builder().tags(numbered("t", 60)).build();
		assertThat(attribution.tags()).hasSize(50).containsKey("t49").doesNotContainKey("t50");
		assertThat(attribution.truncated()).isTrue();
		assertThat(Attribution.builder().tags(numbered("t", 50)).build().truncated()).isFalse();
	}

	@Test
	void overflowingMergeKeepsTheFartherTagsAndTakesNewValues() {
		Attribution far = Attribution.builder().tags(numbered("t", 50)).build();
		Attribution merged = far.overlaidBy(Attribution.builder().tag("t3", "new").tag("more", "1").build());
		assertThat(merged.tags()).hasSize(50).containsEntry("t3", "new").doesNotContainKey("more");
		assertThat(merged.truncated()).isTrue();
		assertThat(far.overlaidBy(Attribution.builder().tag("t3", "new").build()).truncated()).isFalse();
	}

	@Test
	void flagTravelsThroughOverlays() {
		Attribution cut = Attribution.builder().agent(LONG).build();
		Attribution fit = Attribution.builder().team("t").build();
		assertThat(cut.overlaidBy(fit).truncated()).isTrue();
		assertThat(fit.overlaidBy(cut).truncated()).isTrue();
		assertThat(Resolution.locked(fit).lock(cut).truncated()).isTrue();
		assertThat(Resolution.locked(cut).lock(fit).truncated()).isTrue();
		assertThat(AttributionContext.EMPTY.with(cut).with(fit).attribution().truncated()).isTrue();
	}

	@Test
	void leavesOutNullKeysAndValues() {
		Map<String, String> tags = new HashMap<>();
		tags.put(null, "v");
		tags.put("k", null);
		tags.put("a", "b");
		assertThat(new Attribution(null, null, null, null, null, null, tags).tags())
			.containsExactly(Map.entry("a", "b"));
	}

	@Test
	@SuppressWarnings({ "unchecked", "rawtypes" })
	void takesTagsThatAreNoTextAsText() {
		assertThat(new Attribution(null, null, null, null, null, null, (Map) Map.of("n", 1)).tags())
			.isEqualTo(Map.of("n", "1"));
	}

	@Test
	void tagsAreAMapLikeAnyOther() {
		Map<String, String> tags = Attribution.builder().tag("a", "1").tag("b", "2").build().tags();
		assertThat(tags).isEqualTo(Map.of("b", "2", "a", "1")).hasToString("{a=1, b=2}");
		assertThat(tags.hashCode()).isEqualTo(Map.of("a", "1", "b", "2").hashCode());
		assertThat(tags.get("a")).isEqualTo("1");
		assertThat(tags.get(null)).isNull();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> tags.remove("a"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(tags::clear);
	}

	static Map<String, String> numbered(String prefix, int count) {
		Map<String, String> tags = new LinkedHashMap<>();
		for (int number = 0; number < count; number++) {
			tags.put(prefix + number, "v" + number);
		}
		return tags;
	}

}
