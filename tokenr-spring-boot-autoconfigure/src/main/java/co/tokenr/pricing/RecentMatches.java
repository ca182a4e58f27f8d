package co.tokenr.pricing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Remembers which prices the names of calls led to. Names may be made up by tenants, so
 * that it is bounded: in two generations, of which the older one is forgotten when the
 * younger one is full, and whatever is asked for again moves to the younger. Thread-safe,
 * without locks on what is known.
 */
final class RecentMatches {

	static final int GENERATION = 4096;

	private volatile Map<Names, Found> young = new ConcurrentHashMap<>();

	private volatile Map<Names, Found> old = Map.of();

	/** What names led to, {@code null} where that is not remembered. */
	@Nullable Found get(Names names) {
		Found known = this.young.get(names);
		if (known == null) {
			known = this.old.get(names);
			if (known != null) {
				add(names, known);
			}
		}
		return known;
	}

	void add(Names names, Found found) {
		if (this.young.size() >= GENERATION) {
			synchronized (this) {
				if (this.young.size() >= GENERATION) {
					this.old = this.young;
					this.young = new ConcurrentHashMap<>();
				}
			}
		}
		this.young.put(names, found);
	}

	/** What is remembered. */
	Map<Names, Found> all() {
		Map<Names, Found> all = new LinkedHashMap<>(this.old);
		all.putAll(this.young);
		return all;
	}

	/**
	 * What a call says of its model.
	 *
	 * @param provider the provider
	 * @param responseModel the model that answered, or {@code null}
	 * @param requestModel the model that was asked for, or {@code null}
	 */
	record Names(String provider, @Nullable String responseModel, @Nullable String requestModel) {

	}

	/**
	 * What names led to.
	 *
	 * @param match the prices, {@code null} where there are none
	 */
	record Found(@Nullable ModelMatch match) {

	}

}
