package co.tokenr.capture.jtokkit;

import co.tokenr.capture.TokenEstimator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JtokkitTokenEstimator}. The expected figures are those of OpenAI's own
 * tokenizer for these texts.
 */
class JtokkitTokenEstimatorTests {

	private final TokenEstimator estimator = new JtokkitTokenEstimator();

	@Test
	void countsByTheEncodingOfTheModel() {
		assertThat(this.estimator.count("gpt-4o-mini", "hello world")).isEqualTo(2);
		assertThat(this.estimator.count("gpt-4", "tiktoken is great!")).isEqualTo(6);
		assertThat(this.estimator.count("gpt-3.5-turbo-0125", "tiktoken is great!")).isEqualTo(6);
	}

	@Test
	void countsForUnknownModelsToo() {
		assertThat(this.estimator.count(null, "hello world")).isEqualTo(2);
		assertThat(this.estimator.count("claude-sonnet-4-5", "hello world")).isEqualTo(2);
	}

	@Test
	void takesTextThatSpellsASpecialTokenAsText() {
		assertThat(this.estimator.count("gpt-4o", "before <|endoftext|> after")).isGreaterThan(3);
	}

	@Test
	void nothingHasNoTokens() {
		assertThat(this.estimator.count("gpt-4o", "")).isZero();
	}

	@Test
	void extrapolatesWhatIsLong() {
		String text = "hello world ".repeat(200_000);
		long whole = this.estimator.count("gpt-4o", text);
		assertThat(whole).isBetween(390_000L, 410_000L);
	}

}
