package co.tokenr.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The series by their tag values, a level for each tag, so that one is found without
 * making a key of them. Thread-safe for readers beside one writer.
 */
final class SeriesTree {

	private final Map<String, SeriesTree> byValue = new ConcurrentHashMap<>(2);

	private volatile @Nullable UsageSeries series;

	@Nullable SeriesTree find(String value) {
		return this.byValue.get(value);
	}

	SeriesTree make(String value) {
		return this.byValue.computeIfAbsent(value, (absent) -> new SeriesTree());
	}

	@Nullable UsageSeries series() {
		return this.series;
	}

	void setSeries(UsageSeries series) {
		this.series = series;
	}

}
