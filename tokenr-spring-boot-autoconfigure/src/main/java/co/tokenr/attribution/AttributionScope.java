package co.tokenr.attribution;

import java.util.concurrent.Callable;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Attributes every LLM call of a block, of wrapped tasks and of wrapped publishers:
 * <pre>{@code
 * try (var scope = AttributionScope.open(Attribution.builder().team("billing").build())) {
 *     chatClient.prompt("...").call().content();
 * }
 * }</pre> Scopes nest; the inner one wins field by field and tags are merged. Close a
 * scope on the thread that opened it, as a try block does; what was wrapped keeps its
 * attribution after that.
 */
public final class AttributionScope implements AutoCloseable {

	private final @Nullable AttributionContext previous;

	private final AttributionContext context;

	private boolean closed;

	private AttributionScope(AttributionContext parent, Attribution attribution, @Nullable Object companion) {
		this.context = parent.with(attribution, companion);
		this.previous = AttributionContext.set(this.context);
	}

	/**
	 * Opens a scope on the current thread, inside the scope that is open there.
	 * @param attribution what the scope says
	 * @return the scope, to be closed on this thread
	 */
	public static AttributionScope open(Attribution attribution) {
		return open(attribution, null);
	}

	/**
	 * Opens a scope with a companion on the current thread.
	 * @param attribution what the scope says
	 * @param companion an object that travels with the scope, or {@code null}
	 * @return the scope, to be closed on this thread
	 */
	public static AttributionScope open(Attribution attribution, @Nullable Object companion) {
		return new AttributionScope(AttributionContext.current(), attribution, companion);
	}

	/**
	 * Opens a scope with a companion on the current thread, inside a context.
	 * @param context the context, in place of what is open on the thread
	 * @param attribution what the scope says
	 * @param companion an object that travels with the scope, or {@code null}
	 * @return the scope, to be closed on this thread
	 */
	public static AttributionScope open(AttributionContext context, Attribution attribution,
			@Nullable Object companion) {
		return new AttributionScope(context, attribution, companion);
	}

	/**
	 * Makes a context that was captured earlier, perhaps on another thread, the current
	 * one.
	 * @param context the context
	 * @return the scope, to be closed on this thread
	 */
	public static AttributionScope resume(AttributionContext context) {
		return new AttributionScope(context, Attribution.NONE, null);
	}

	/**
	 * Returns what holds inside this scope.
	 * @return the context, to be handed to other threads
	 */
	public AttributionContext context() {
		return this.context;
	}

	/**
	 * Lets a task run inside this scope, whenever and on whichever thread it runs.
	 * @param task the task
	 * @return the wrapped task
	 */
	public Runnable wrap(Runnable task) {
		return () -> {
			try (AttributionScope scope = resume(this.context)) {
				task.run();
			}
		};
	}

	/**
	 * Lets a supplier run inside this scope, whenever and on whichever thread it runs.
	 * @param <T> the type of its result
	 * @param task the supplier
	 * @return the wrapped supplier
	 */
	public <T> Supplier<T> wrap(Supplier<T> task) {
		return () -> {
			try (AttributionScope scope = resume(this.context)) {
				return task.get();
			}
		};
	}

	/**
	 * Lets a task run inside this scope, whenever and on whichever thread it runs.
	 * @param <T> the type of its result
	 * @param task the task
	 * @return the wrapped task
	 */
	public <T> Callable<T> wrapCallable(Callable<T> task) {
		return () -> {
			try (AttributionScope scope = resume(this.context)) {
				return task.call();
			}
		};
	}

	/**
	 * Lets a publisher run inside this scope for as long as each subscription lives. An
	 * attribution that the subscriber brings along is kept below this scope's.
	 * @param <T> the type of its elements
	 * @param publisher the publisher
	 * @return the wrapped publisher
	 */
	public <T> Flux<T> wrap(Flux<T> publisher) {
		return ScopedPublishers.wrap(publisher, this::contextOver);
	}

	/**
	 * Lets a publisher run inside this scope for as long as each subscription lives. An
	 * attribution that the subscriber brings along is kept below this scope's.
	 * @param <T> the type of its element
	 * @param publisher the publisher
	 * @return the wrapped publisher
	 */
	public <T> Mono<T> wrap(Mono<T> publisher) {
		return ScopedPublishers.wrap(publisher, this::contextOver);
	}

	private AttributionContext contextOver(@Nullable AttributionContext subscriber) {
		return (subscriber != null) ? this.context.over(subscriber) : this.context;
	}

	/**
	 * Ends the scope on this thread. Closing twice has no effect.
	 */
	@Override
	public void close() {
		if (!this.closed) {
			this.closed = true;
			AttributionContext.set(this.previous);
		}
	}

}
