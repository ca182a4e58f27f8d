package co.tokenr.autoconfigure;

import java.util.List;

import co.tokenr.metrics.PriceReadings;
import co.tokenr.pricing.CataloguePriceBook;
import co.tokenr.pricing.PriceFiles;

/**
 * Reads prices for their meters.
 */
record CatalogueReadings(CataloguePriceBook prices, PriceFiles files) implements PriceReadings {

	@Override
	public List<Source> sources() {
		return this.prices.sources()
			.stream()
			.map((source) -> new Source(source.name(), source.version(), source.asOf()))
			.toList();
	}

	@Override
	public long refreshFailures() {
		return this.files.failures();
	}

	@Override
	public void onChange(Runnable observer) {
		this.files.onChange(observer);
	}

}
