package co.tokenr.attribution;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Attribution}.
 */
class AttributionTests {

	private static final Attribution FULL = Attribution.builder()
		.agent("a")
		.feature("f")
		.team("t")
		.customer("c")
		.user("u")
		.conversation("v")
		.tag("k", "1")
		.build();

	@Test
	void nothingSaidIsNone() {
		assertThat(Attribution.builder().build()).isSameAs(Attribution.NONE);
		assertThat(Attribution.builder().agent(" ").team(null).tag("", "v").tag(null, "v").tag("k", null).build())
			.isSameAs(Attribution.NONE);
		assertThat(Attribution.builder().tags(null).build()).isSameAs(Attribution.NONE);
	}

	@Test
	void builderSaysEveryField() {
		assertThat(FULL).isEqualTo(new Attribution("a", "f", "t", "c", "u", "v", Map.of("k", "1")));
	}

	@Test
	void nearerWinsFieldByField() {
		Attribution nearer = Attribution.builder().team("t2").user("u2").build();
		assertThat(FULL.overlaidBy(nearer))
			.isEqualTo(new Attribution("a", "f", "t2", "c", "u2", "v", Map.of("k", "1")));
		assertThat(nearer.overlaidBy(FULL)).isEqualTo(FULL);
	}

	@Test
	void noneChangesNothing() {
		assertThat(FULL.overlaidBy(Attribution.NONE)).isSameAs(FULL);
		assertThat(Attribution.NONE.overlaidBy(FULL)).isSameAs(FULL);
		assertThat(FULL.overlaidBy(FULL)).isSameAs(FULL);
	}

	@Test
	void tagsMergeInTheirOrderAndTheNearerValueWins() {
		Attribution far = Attribution.builder().tag("z", "1").tag("a", "2").build();
		Attribution near = Attribution.builder().tag("m", "3").tag("z", "4").build();
		assertThat(far.overlaidBy(near).tags()).containsExactly(Map.entry("z", "4"), Map.entry("a", "2"),
				Map.entry("m", "3"));
		assertThat(far.tags()).containsExactly(Map.entry("z", "1"), Map.entry("a", "2"));
	}

	@Test
	void isNotChangedFromOutside() {
		Map<String, String> tags = new LinkedHashMap<>(Map.of("k", "1"));
		Attribution attribution = new Attribution(null, null, null, null, null, null, tags);
		tags.put("k", "2");
		assertThat(attribution.tags()).containsExactly(Map.entry("k", "1"));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> attribution.tags().put("x", "y"));
	}

	@Test
	void isNotChangedByItsBuilderAfterwards() {
		Attribution.Builder builder = Attribution.builder().tag("k", "1");
		Attribution attribution = builder.build();
		builder.tag("k", "2").team("t");
		assertThat(attribution).isEqualTo(Attribution.builder().tag("k", "1").build());
	}

}
