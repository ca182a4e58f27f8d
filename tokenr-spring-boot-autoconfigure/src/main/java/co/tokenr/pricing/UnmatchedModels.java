package co.tokenr.pricing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The names of models that have no price: logged once each, listed and counted. Bounded,
 * since tenants may make names up. Thread-safe.
 */
final class UnmatchedModels {

	static final int LIMIT = 256;

	private static final int SHOWN_LENGTH = 128;

	private static final Log logger = LogFactory.getLog(UnmatchedModels.class);

	private final Map<Name, LongAdder> calls = new ConcurrentHashMap<>();

	private final AtomicBoolean full = new AtomicBoolean();

	void add(String provider, @Nullable String responseModel, @Nullable String requestModel) {
		String model = (responseModel != null) ? responseModel : requestModel;
		Name name = new Name(cut(provider), (model != null) ? cut(model) : "unknown");
		LongAdder known = this.calls.get(name);
		if (known == null && this.calls.size() >= LIMIT) {
			if (this.full.compareAndSet(false, true)) {
				logger.warn("More than " + LIMIT + " models have no price; further ones are not listed");
			}
			return;
		}
		if (known == null) {
			LongAdder added = new LongAdder();
			LongAdder other = this.calls.putIfAbsent(name, added);
			if (other == null) {
				logger.warn("No price is known for model '" + shown(name.model()) + "' of provider '"
						+ shown(name.provider())
						+ "': its calls are unpriced. Set tokenr.pricing.overrides or tokenr.pricing.aliases");
			}
			known = (other != null) ? other : added;
		}
		known.increment();
	}

	private static String cut(String name) {
		return (name.length() > SHOWN_LENGTH) ? name.substring(0, SHOWN_LENGTH) : name;
	}

	/** Without what could break a line of a log. */
	private static String shown(String name) {
		return name.replaceAll("\\p{C}", "?");
	}

	List<UnmatchedModel> list() {
		return this.calls.entrySet()
			.stream()
			.map((entry) -> new UnmatchedModel(shown(entry.getKey().provider()), shown(entry.getKey().model()),
					entry.getValue().sum()))
			.sorted((left, right) -> Long.compare(right.calls(), left.calls()))
			.toList();
	}

	/** A price was found, or may be found now. */
	void clear() {
		this.calls.clear();
		this.full.set(false);
	}

	private record Name(String provider, String model) {

	}

}
