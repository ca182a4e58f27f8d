package co.tokenr.usage;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CapturedCall}.
 */
class CapturedCallTests {

	private final LlmCall facts = TestEvents.call().build();

	@Test
	void letsParametersWinOverScopes() {
		AttributionContext context = AttributionContext.EMPTY
			.with(Attribution.builder().team("scope").feature("scope").tag("a", "scope").tag("b", "scope").build());
		CapturedCall call = CapturedCall.of(this.facts, context,
				Attribution.builder().team("parameter").tag("b", "parameter").build());
		assertThat(call.attribution()).isEqualTo(Attribution.builder()
			.team("parameter")
			.feature("scope")
			.tag("a", "scope")
			.tag("b", "parameter")
			.build());
	}

	@Test
	void givesItsObjectsByTypeOnly() {
		CapturedCall call = CapturedCall.of(this.facts, AttributionContext.EMPTY, Attribution.NONE);
		assertThat(call.request(String.class)).isNull();
		CapturedCall withObjects = call.withObjects("request", 42);
		assertThat(withObjects.request(String.class)).isEqualTo("request");
		assertThat(withObjects.request(Integer.class)).isNull();
		assertThat(withObjects.response(Number.class)).isEqualTo(42);
		assertThat(withObjects.facts()).isSameAs(this.facts);
	}

}
