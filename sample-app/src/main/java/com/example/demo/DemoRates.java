package com.example.demo;

import java.math.BigDecimal;
import java.util.Map;

import com.example.demo.DemoInvoice.Line;
import org.jspecify.annotations.Nullable;

/**
 * What the provider charges, written down here once more and counted in whole picodollars
 * (a millionth of a millionth of a dollar), so that its bill shares neither figures nor
 * arithmetic with anyone who checks it. A model that is not listed is served without
 * saying what it costs.
 */
final class DemoRates {

	private static final int PICO = 12;

	/** Picodollars a token: one dollar for a million tokens is a million of them. */
	private static final Map<String, Rates> RATES = Map.of("gpt-4o-mini-2024-07-18",
			new Rates(150_000, 75_000, 0, 0, 600_000), "gpt-5-mini-2025-08-07",
			new Rates(250_000, 25_000, 0, 0, 2_000_000), "claude-sonnet-4-5-20250929",
			new Rates(3_000_000, 300_000, 3_750_000, 6_000_000, 15_000_000));

	private DemoRates() {
	}

	/**
	 * Charge for a call.
	 * @param line the call
	 * @return US dollars, {@code null} if the model has no rates or the call no counts
	 */
	static @Nullable BigDecimal charge(Line line) {
		Rates rates = (line.servedModel() != null) ? RATES.get(line.servedModel()) : null;
		if (rates == null || line.input() == null) {
			return null;
		}
		long read = orZero(line.cacheRead());
		long written = orZero(line.cacheCreation());
		long writtenFor1h = orZero(line.cacheCreation1h());
		return BigDecimal.valueOf((line.input() - read - written) * rates.input + read * rates.cacheRead
				+ (written - writtenFor1h) * rates.cacheWrite + writtenFor1h * rates.cacheWrite1h
				+ orZero(line.output()) * rates.output, PICO);
	}

	private static long orZero(@Nullable Long count) {
		return (count != null) ? count : 0;
	}

	private record Rates(long input, long cacheRead, long cacheWrite, long cacheWrite1h, long output) {

	}

}
