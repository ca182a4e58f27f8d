package co.tokenr.attribution;

import org.jspecify.annotations.Nullable;

/**
 * Says whom a call belongs to where nothing nearer does, or, by a lock, whatever anyone
 * else says.
 * <p>
 * All beans of this type are asked; where two of them say the same field, the first in
 * order wins. They are asked when a call or a scope of the front door begins, on the
 * thread that begins it (for a stream, the one that subscribes), so that the thread's own
 * state can be read. What they say travels with the attribution, to tools and other
 * threads. An answer that is given later, for a call inside, wins over an earlier one.
 * <p>
 * May be asked for every call and so has to be quick: no I/O, no waiting. What it throws
 * is counted, logged once per kind and otherwise ignored. Has to be thread-safe.
 */
@FunctionalInterface
public interface AttributionResolver {

	/** Knows nobody. */
	AttributionResolver NONE = (source) -> Resolution.NONE;

	/**
	 * Says whom a call belongs to.
	 * @param source what surrounds the call beside its thread
	 * @return what is known, {@link Resolution#NONE} where nothing is
	 */
	Resolution resolve(Source source);

	/**
	 * What surrounds a call beside its thread.
	 */
	@FunctionalInterface
	interface Source {

		/**
		 * Returns the Reactor context of the stream that a call is made in. Untyped,
		 * because Reactor may be absent; test it with {@code instanceof ContextView}.
		 * @return a {@code reactor.util.context.ContextView}, {@code null} where the call
		 * is made in no stream
		 */
		@Nullable Object reactorContext();

	}

}
