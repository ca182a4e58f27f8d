package co.tokenr.metrics;

import java.util.Arrays;

/**
 * The tag values of a series, with their hash computed once.
 */
final class SeriesKey {

	private final String[] values;

	private final int hash;

	SeriesKey(String[] values) {
		this.values = values;
		this.hash = Arrays.hashCode(values);
	}

	String value(int index) {
		return this.values[index];
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof SeriesKey key && this.hash == key.hash && Arrays.equals(this.values, key.values);
	}

	@Override
	public int hashCode() {
		return this.hash;
	}

}
