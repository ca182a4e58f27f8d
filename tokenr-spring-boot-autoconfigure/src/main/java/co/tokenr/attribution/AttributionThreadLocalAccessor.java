package co.tokenr.attribution;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Lets Micrometer's context propagation carry the current {@link AttributionContext} to
 * other threads and between threads and Reactor contexts.
 */
public final class AttributionThreadLocalAccessor implements ThreadLocalAccessor<AttributionContext> {

	@Override
	public Object key() {
		return AttributionContext.KEY;
	}

	@Override
	public @Nullable AttributionContext getValue() {
		AttributionContext context = AttributionContext.current();
		return (context != AttributionContext.EMPTY) ? context : null;
	}

	@Override
	public void setValue(AttributionContext value) {
		AttributionContext.set(value);
	}

	@Override
	public void restore(AttributionContext previous) {
		AttributionContext.restore(previous);
	}

	@Override
	public void setValue() {
		AttributionContext.set(null);
	}

}
