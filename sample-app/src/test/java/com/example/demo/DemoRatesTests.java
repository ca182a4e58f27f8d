package com.example.demo;

import com.example.demo.DemoInvoice.Line;
import com.example.demo.DemoInvoice.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bill in money, against sums done by hand.
 */
class DemoRatesTests {

	@Test
	void chargesCachedPromptTokensAtTheirOwnRate() {
		// 86 x 0.15 + 42 x 0.075 + 43 x 0.60, for a million each
		assertThat(line("gpt-4o-mini-2024-07-18", 128L, 42L, null, null, 43L).amount())
			.isEqualByComparingTo("0.00004185");
	}

	@Test
	void chargesCacheWritesByTheirLifetime() {
		// 121 x 3 + 91 x 0.30 + 41 x 3.75 + 20 x 6 + 42 x 15, for a million each
		assertThat(line("claude-sonnet-4-5-20250929", 273L, 91L, 61L, 20L, 42L).amount())
			.isEqualByComparingTo("0.00129405");
	}

	@Test
	void tellsNoAmountForAModelWithoutRates() {
		assertThat(line("desk-faq-7b-2025-08-07", 128L, 42L, null, null, 43L).amount()).isNull();
	}

	@Test
	void tellsNoAmountWhereNothingWasCounted() {
		assertThat(line("gpt-4o-mini-2024-07-18", null, null, null, null, null).amount()).isNull();
	}

	private static Line line(String model, @Nullable Long input, @Nullable Long cacheRead, @Nullable Long cacheCreation,
			@Nullable Long cacheCreation1h, @Nullable Long output) {
		return new Line(1, "wire", "id", model, model, 200, Outcome.OK, false, input, cacheRead, cacheCreation, null,
				cacheCreation1h, output, null);
	}

}
