package co.tokenr.capture.springai;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * The rounds that are under way, each the frame for the model calls seen inside it: found
 * by the very request that they were begun with, wherever it turns up, and by the thread
 * on which the model is called. Bounded, for streams that nobody ends. Thread-safe.
 */
final class OpenRounds {

	/** Key of the Reactor context under which the model of a stream finds its round. */
	static final String KEY = "tokenr.round";

	private static final int CAPACITY = 16384;

	/**
	 * Set to nothing rather than removed: that leaves nothing behind, and costs nothing.
	 */
	private static final ThreadLocal<@Nullable Round> CURRENT = new ThreadLocal<>();

	private final Map<Identity, Round> byRequest = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<Identity, Round> eldest) {
			return size() > CAPACITY;
		}

	};

	/**
	 * Finds the innermost round inside of which a model call begins.
	 * @param request what the model is asked
	 * @return the round, {@code null} for none
	 */
	@Nullable Round find(ModelRequest request) {
		Round round = byRequest(request.source());
		return (round != null) ? round : ofThread(request);
	}

	@Nullable Round byRequest(Object request) {
		synchronized (this.byRequest) {
			return this.byRequest.get(new Identity(request));
		}
	}

	/**
	 * Finds the innermost round inside of which a stream is subscribed to.
	 */
	@Nullable Round find(ModelRequest request, ContextView subscriber) {
		Object round = subscriber.getOrDefault(KEY, null);
		return (round instanceof Round carried && !carried.hasEnded()) ? carried : find(request);
	}

	/** A router that embeds its prompt calls a model of another kind. */
	@Nullable Round ofThread(ModelRequest request) {
		Round round = CURRENT.get();
		return (round != null && round.start().request().operation() == request.operation()) ? round : null;
	}

	void open(Round round) {
		synchronized (this.byRequest) {
			this.byRequest.put(new Identity(round.start().request().source()), round);
		}
	}

	/**
	 * Closes a round, after which its request leads to the round around it.
	 */
	void close(Round round) {
		Object request = round.start().request().source();
		synchronized (this.byRequest) {
			Identity key = new Identity(request);
			if (this.byRequest.get(key) != round) {
				return;
			}
			Round outer = round.start().outer();
			if (outer != null && !outer.hasEnded() && outer.start().request().source() == request) {
				this.byRequest.put(key, outer);
			}
			else {
				this.byRequest.remove(key);
			}
		}
	}

	/**
	 * Makes a round that of the current thread.
	 * @param round the round, {@code null} for none
	 * @return puts things back, to be closed on this thread
	 */
	Entry enter(@Nullable Round round) {
		Round previous = CURRENT.get();
		CURRENT.set(round);
		return new Entry(this, previous);
	}

	/**
	 * Steps out of a round while its answer is handed on: what is done with that is no
	 * part of the round.
	 * @param round the round
	 * @param around the round that was the thread's before it
	 * @return whether this thread was in the round, and is to be put back
	 */
	boolean leave(Round round, @Nullable Round around) {
		boolean inside = CURRENT.get() == round;
		if (inside) {
			CURRENT.set(around);
		}
		return inside;
	}

	@Nullable Round ofThread() {
		return CURRENT.get();
	}

	/** What is put back when a round is left or entered again. */
	record Entry(OpenRounds rounds, @Nullable Round previous) implements AutoCloseable {

		@Override
		public void close() {
			CURRENT.set(this.previous);
		}

	}

	/** Two requests may say the same and be two. */
	private record Identity(Object request) {

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Identity identity && identity.request == this.request;
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this.request);
		}

	}

}
