package co.tokenr.attribution;

import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the caller at one moment: the attribution of all open scopes laid over
 * each other, innermost on top. Immutable, so that it may travel to other threads and
 * into a Reactor context.
 * <p>
 * A scope may carry one companion, an object of its opener's such as a running total or a
 * run. Companions travel with the context and are found again by type.
 */
public final class AttributionContext {

	/** No scope is open. */
	public static final AttributionContext EMPTY = new AttributionContext(Attribution.NONE, Attribution.NONE, null,
			null, Resolution.NONE);

	/**
	 * The key under which a context travels in a Reactor context and in advisor contexts.
	 */
	public static final String KEY = "tokenr.context";

	private static final ThreadLocal<@Nullable AttributionContext> CURRENT = new ThreadLocal<>();

	private static volatile Supplier<AttributionContext> fallback = () -> EMPTY;

	/** What the innermost scope says. */
	private final Attribution own;

	/** What all scopes together say. */
	private final Attribution attribution;

	private final @Nullable AttributionContext parent;

	private final @Nullable Object companion;

	/** What resolvers said so far. */
	private final Resolution resolution;

	private AttributionContext(Attribution own, Attribution attribution, @Nullable AttributionContext parent,
			@Nullable Object companion, Resolution resolution) {
		this.own = own;
		this.attribution = attribution;
		this.parent = parent;
		this.companion = companion;
		this.resolution = resolution;
	}

	/**
	 * Returns the context of the current thread.
	 * @return the context, {@link #EMPTY} where no scope is open
	 */
	public static AttributionContext current() {
		AttributionContext context = CURRENT.get();
		return (context != null) ? context : fallback.get();
	}

	/**
	 * Says where to look on a thread in which no scope is open, such as one on which a
	 * library runs code of the application's and leaves the context of its own in a place
	 * of its own. Replaces what was said before.
	 * @param fallback finds the context, {@link #EMPTY} for none; asked often, so it has
	 * to be quick; must not throw
	 */
	public static void fallback(Supplier<AttributionContext> fallback) {
		AttributionContext.fallback = fallback;
	}

	/**
	 * Makes a context the current thread's again. One that was only found by way of the
	 * fallback was never the thread's own and would stay there for ever.
	 */
	static void restore(AttributionContext previous) {
		set((previous == fallback.get()) ? null : previous);
	}

	/**
	 * Makes a context the current thread's.
	 * @param context the context, {@code null} or {@link #EMPTY} for none
	 * @return the context that was current before, {@code null} for none
	 */
	static @Nullable AttributionContext set(@Nullable AttributionContext context) {
		AttributionContext previous = CURRENT.get();
		// not removed: whoever looks next would make a new entry for nothing
		CURRENT.set((context != EMPTY) ? context : null);
		return previous;
	}

	/**
	 * Returns this context with a nearer attribution laid over it.
	 * @param nearer what was said nearer to the call
	 * @return the new context
	 */
	public AttributionContext with(Attribution nearer) {
		return with(nearer, null);
	}

	/**
	 * Returns this context with a nearer attribution laid over it and a companion.
	 * @param nearer what was said nearer to the call
	 * @param companion an object that travels with the context, or {@code null}
	 * @return the new context
	 */
	public AttributionContext with(Attribution nearer, @Nullable Object companion) {
		if (nearer == Attribution.NONE && companion == null) {
			return this;
		}
		return new AttributionContext(nearer, this.attribution.overlaidBy(nearer), this, companion, this.resolution);
	}

	/**
	 * Returns this context with what resolvers say of a call that begins in it; what they
	 * said before holds where they are silent now.
	 * @param nearer what they say
	 * @return the new context
	 */
	public AttributionContext with(Resolution nearer) {
		Resolution all = nearer.over(this.resolution);
		return all.equals(this.resolution) ? this
				: new AttributionContext(Attribution.NONE, this.attribution, this, null, all);
	}

	/**
	 * Returns the scopes of this context inside those of another, as when a publisher
	 * that was made in one is subscribed to in the other. Scopes that both share are
	 * there once, and so are companions.
	 * @param outer the other context
	 * @return the two together, this one on top
	 */
	public AttributionContext over(AttributionContext outer) {
		if (this == outer || this.parent == null) {
			return outer;
		}
		AttributionContext below = this.parent.over(outer);
		if (below == this.parent) {
			return this;
		}
		return below.with(this.own, below.carries(this.companion) ? null : this.companion).with(this.resolution);
	}

	private boolean carries(@Nullable Object object) {
		for (AttributionContext context = this; context != null; context = context.parent) {
			if (context.companion == object) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns what all scopes together say.
	 * @return the attribution, never {@code null}
	 */
	public Attribution attribution() {
		return this.attribution;
	}

	/**
	 * Returns what resolvers said, to be laid under and over what scopes say.
	 * @return the resolution, never {@code null}
	 */
	public Resolution resolution() {
		return this.resolution;
	}

	/**
	 * Finds the companion of the innermost scope that carries one of this type.
	 * @param <T> the type
	 * @param type the type
	 * @return the companion, or {@code null}
	 */
	public <T> @Nullable T companion(Class<T> type) {
		for (AttributionContext context = this; context != null; context = context.parent) {
			if (type.isInstance(context.companion)) {
				return type.cast(context.companion);
			}
		}
		return null;
	}

	/**
	 * Visits the companions of this type, innermost scope first.
	 * @param <T> the type
	 * @param type the type
	 * @param action what to do with each
	 */
	public <T> void companions(Class<T> type, Consumer<? super T> action) {
		for (AttributionContext context = this; context != null; context = context.parent) {
			if (type.isInstance(context.companion)) {
				action.accept(type.cast(context.companion));
			}
		}
	}

}
