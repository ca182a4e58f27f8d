package co.tokenr.attribution;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.MethodClassKey;
import org.springframework.util.StringValueResolver;
import org.springframework.util.function.SingletonSupplier;

/**
 * Keeps what was read of each method of each bean class. Thread-safe.
 */
final class MethodTagsCache {

	private static final Log logger = LogFactory.getLog(MethodTagsCache.class);

	private final Map<MethodClassKey, MethodTags> cache = new ConcurrentHashMap<>();

	/** Not made where nothing bears an annotation. */
	private final SingletonSupplier<MethodTagsReader> reader;

	MethodTagsCache(StringValueResolver placeholders) {
		this.reader = SingletonSupplier.of(() -> new MethodTagsReader(placeholders));
	}

	/**
	 * Returns what is said of a method, for a start that may fail.
	 * @throws IllegalStateException for a value that cannot be read
	 */
	MethodTags require(Method method, Class<?> targetClass) {
		return this.cache.computeIfAbsent(new MethodClassKey(method, targetClass),
				(key) -> this.reader.obtain().read(method, targetClass));
	}

	/**
	 * Returns what is said of a method, for a call that may not fail.
	 */
	MethodTags find(Method method, Class<?> targetClass) {
		MethodTags tags = this.cache.get(new MethodClassKey(method, targetClass));
		return (tags != null) ? tags : readOrNone(method, targetClass);
	}

	private MethodTags readOrNone(Method method, Class<?> targetClass) {
		try {
			return require(method, targetClass);
		}
		catch (RuntimeException ex) {
			if (this.cache.putIfAbsent(new MethodClassKey(method, targetClass), MethodTags.NONE) == null) {
				logger.warn("Calls are not attributed by their annotations: " + ex.getMessage());
			}
			return MethodTags.NONE;
		}
	}

}
