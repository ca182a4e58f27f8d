package co.tokenr;

import java.util.concurrent.Callable;
import java.util.function.Supplier;

import co.tokenr.attribution.AttributionScope;
import co.tokenr.ledger.TotalsAccumulator;
import co.tokenr.ledger.UsageTotals;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A block whose calls are attributed together and counted. Totals go on counting what was
 * wrapped in the scope and ends after it was closed.
 */
public final class TokenrScope implements AutoCloseable {

	private final AttributionScope scope;

	private final TotalsAccumulator accumulator;

	TokenrScope(AttributionScope scope, TotalsAccumulator accumulator) {
		this.scope = scope;
		this.accumulator = accumulator;
	}

	/**
	 * Returns tokens, calls and cost of what ran inside this scope so far.
	 * @return the totals
	 */
	public UsageTotals totals() {
		return this.accumulator.totals();
	}

	/**
	 * Lets a task run inside this scope on whichever thread it runs.
	 * @param task the task
	 * @return the wrapped task
	 */
	public Runnable wrap(Runnable task) {
		return this.scope.wrap(task);
	}

	/**
	 * Lets a supplier run inside this scope on whichever thread it runs.
	 * @param <T> the type of its result
	 * @param task the supplier
	 * @return the wrapped supplier
	 */
	public <T> Supplier<T> wrap(Supplier<T> task) {
		return this.scope.wrap(task);
	}

	/**
	 * Lets a task run inside this scope on whichever thread it runs.
	 * @param <T> the type of its result
	 * @param task the task
	 * @return the wrapped task
	 */
	public <T> Callable<T> wrapCallable(Callable<T> task) {
		return this.scope.wrapCallable(task);
	}

	/**
	 * Lets a publisher run inside this scope for as long as each subscription lives.
	 * @param <T> the type of its elements
	 * @param publisher the publisher
	 * @return the wrapped publisher
	 */
	public <T> Flux<T> wrap(Flux<T> publisher) {
		return this.scope.wrap(publisher);
	}

	/**
	 * Lets a publisher run inside this scope for as long as each subscription lives.
	 * @param <T> the type of its element
	 * @param publisher the publisher
	 * @return the wrapped publisher
	 */
	public <T> Mono<T> wrap(Mono<T> publisher) {
		return this.scope.wrap(publisher);
	}

	/**
	 * Ends the scope on this thread. Closing twice has no effect.
	 */
	@Override
	public void close() {
		this.scope.close();
	}

}
