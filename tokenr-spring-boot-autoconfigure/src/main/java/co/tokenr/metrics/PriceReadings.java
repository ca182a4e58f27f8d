package co.tokenr.metrics;

import java.time.LocalDate;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What there is to read of prices.
 */
public interface PriceReadings {

	/**
	 * Returns where prices come from, as they are now.
	 * @return the sources
	 */
	List<Source> sources();

	/**
	 * Returns how often a price file that had changed could not be used.
	 * @return the count since the start
	 */
	long refreshFailures();

	/**
	 * Tells when the sources have changed.
	 * @param observer is called after each change
	 */
	void onChange(Runnable observer);

	/**
	 * A source of prices.
	 *
	 * @param name its name
	 * @param version the version of its prices
	 * @param asOf date of its oldest figures, {@code null} where that is unknown
	 */
	record Source(String name, String version, @Nullable LocalDate asOf) {

	}

}
