package co.tokenr.pricing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import co.tokenr.usage.Cost;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.LlmCallBuilder;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.TokenCountsBuilder;
import co.tokenr.usage.UsageSource;

/**
 * Price books and calls to test with.
 */
final class TestPrices {

	static final Instant NOON = Instant.parse("2026-08-03T12:00:00Z");

	private TestPrices() {
	}

	static CataloguePriceBook golden() {
		return golden(PriceSettings.DEFAULTS);
	}

	static CataloguePriceBook golden(PriceSettings settings) {
		return book(settings, "classpath:prices/golden.json");
	}

	static CataloguePriceBook book(PriceSettings settings, String... locations) {
		return new CataloguePriceBook(settings, new PriceFiles(List.of(locations), Duration.ofHours(1)),
				new BundledPrices("prices/none/"));
	}

	/** A file with one model m of the provider acme. */
	static CataloguePriceBook model(Path directory, String model) {
		return book(PriceSettings.DEFAULTS, file(directory, "prices.json", """
				{ "schema": "tokenr-prices/1", "version": "1", "providers": { "acme": { "models": [
				%s
				] } } }""".formatted(model)));
	}

	static String file(Path directory, String name, String json) {
		try {
			return "file:" + Files.writeString(directory.resolve(name), json);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static LlmCallBuilder call(String provider, String model) {
		return LlmCall.builder("test").provider(provider).requestModel(model).occurredAt(NOON);
	}

	static LlmCallBuilder call(String provider, String model, TokenCountsBuilder usage) {
		return call(provider, model).usage(usage.build(), UsageSource.PROVIDER);
	}

	static LlmCallBuilder call(String provider, String model, long input, long output) {
		return call(provider, model, TokenCounts.builder().input(input).output(output));
	}

	/** One line: card, counts and amount. */
	static String explained(Cost cost) {
		StringBuilder line = new StringBuilder(String.valueOf(cost.card()));
		for (Cost.Item item : cost.breakdown()) {
			line.append(" + ")
				.append(item.count().toPlainString())
				.append(' ')
				.append(item.unit())
				.append(" x ")
				.append(item.rate().toPlainString())
				.append((item.tier() != null) ? " [" + item.tier() + "]" : "");
		}
		return line + " = " + ((cost.amount() != null) ? cost.amount().toPlainString() : "unpriced") + " "
				+ cost.currency() + ", " + cost.status().value();
	}

}
