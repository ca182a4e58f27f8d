package co.tokenr.usage;

import java.util.function.Supplier;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import org.jspecify.annotations.Nullable;

/**
 * A round trip as capture hands it to the pipeline: its facts, the context in which it
 * was made, and the request and response objects for customizers in this process. The
 * objects are dropped before anything is queued.
 */
public final class CapturedCall {

	private final LlmCall facts;

	private final AttributionContext context;

	private final Attribution parameters;

	private final @Nullable Object request;

	private final @Nullable Object response;

	private final @Nullable Supplier<TokenCounts> estimate;

	private CapturedCall(LlmCall facts, AttributionContext context, Attribution parameters, @Nullable Object request,
			@Nullable Object response, @Nullable Supplier<TokenCounts> estimate) {
		this.facts = facts;
		this.context = context;
		this.parameters = parameters;
		this.request = request;
		this.response = response;
		this.estimate = estimate;
	}

	/**
	 * Creates a captured call.
	 * @param facts what was seen
	 * @param context the scopes in which the call was made
	 * @param parameters what the request itself says of its attribution
	 * @return the call
	 */
	public static CapturedCall of(LlmCall facts, AttributionContext context, Attribution parameters) {
		return new CapturedCall(facts, context, parameters, null, null, null);
	}

	/**
	 * Adds the native objects of the call.
	 * @param request the request, or {@code null}
	 * @param response the response, or {@code null}
	 * @return the call with its objects
	 */
	public CapturedCall withObjects(@Nullable Object request, @Nullable Object response) {
		return new CapturedCall(this.facts, this.context, this.parameters, request, response, this.estimate);
	}

	/**
	 * Adds a way to estimate the usage from text that this process still holds.
	 * @param estimate counts the text; may be slow, and is called on another thread
	 * @return the call with its estimate
	 */
	public CapturedCall withEstimate(Supplier<TokenCounts> estimate) {
		return new CapturedCall(this.facts, this.context, this.parameters, this.request, this.response, estimate);
	}

	/**
	 * Tells whether the usage is unknown or incomplete and can be estimated. A failed
	 * call is not estimated: nobody bills it as far as we know. Nor is one that ended
	 * well with both counts of its provider and lacks details only, which no text tells.
	 * @return whether {@link #estimated()} says more than this call
	 */
	public boolean isEstimable() {
		return this.estimate != null && switch (this.facts.usageSource()) {
			case MISSING -> this.facts.status() != CallStatus.ERROR;
			case PARTIAL -> this.facts.status() == CallStatus.CANCELLED
					|| (this.facts.status() == CallStatus.SUCCESS && !hasBothCounts());
			default -> false;
		};
	}

	private boolean hasBothCounts() {
		return this.facts.usage().input() != null && this.facts.usage().output() != null;
	}

	/**
	 * Estimates the usage.
	 * @return the call with estimated counts, or this call where there is nothing to
	 * count
	 */
	public CapturedCall estimated() {
		TokenCounts counts = (this.estimate != null) ? this.estimate.get() : TokenCounts.NONE;
		if (counts.equals(TokenCounts.NONE)) {
			return this;
		}
		LlmCall estimated = this.facts.withUsage(this.facts.usage().completedBy(counts), UsageSource.ESTIMATED);
		return new CapturedCall(estimated, this.context, this.parameters, this.request, this.response, null);
	}

	/**
	 * Returns what was seen.
	 * @return the facts
	 */
	public LlmCall facts() {
		return this.facts;
	}

	/**
	 * Returns the scopes in which the call was made.
	 * @return the context
	 */
	public AttributionContext context() {
		return this.context;
	}

	/**
	 * Returns what resolvers, scopes and the request's own parameters together say, in
	 * this order the nearer winning, and what resolvers locked over all.
	 * @return the attribution, before defaults
	 */
	public Attribution attribution() {
		return this.context.resolution().below(this.context.attribution().overlaidBy(this.parameters));
	}

	/**
	 * Returns the native request, such as Spring AI's {@code Prompt}.
	 * @param <T> the type expected
	 * @param type the type expected
	 * @return the request, {@code null} where it is absent or of another type
	 */
	public <T> @Nullable T request(Class<T> type) {
		return type.isInstance(this.request) ? type.cast(this.request) : null;
	}

	/**
	 * Returns the native response, such as Spring AI's {@code ChatResponse}; for a stream
	 * the chunk that carried the usage.
	 * @param <T> the type expected
	 * @param type the type expected
	 * @return the response, {@code null} where it is absent or of another type
	 */
	public <T> @Nullable T response(Class<T> type) {
		return type.isInstance(this.response) ? type.cast(this.response) : null;
	}

}
