package co.tokenr.usage;

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

	private CapturedCall(LlmCall facts, AttributionContext context, Attribution parameters, @Nullable Object request,
			@Nullable Object response) {
		this.facts = facts;
		this.context = context;
		this.parameters = parameters;
		this.request = request;
		this.response = response;
	}

	/**
	 * Creates a captured call.
	 * @param facts what was seen
	 * @param context the scopes in which the call was made
	 * @param parameters what the request itself says of its attribution
	 * @return the call
	 */
	public static CapturedCall of(LlmCall facts, AttributionContext context, Attribution parameters) {
		return new CapturedCall(facts, context, parameters, null, null);
	}

	/**
	 * Adds the native objects of the call.
	 * @param request the request, or {@code null}
	 * @param response the response, or {@code null}
	 * @return the call with its objects
	 */
	public CapturedCall withObjects(@Nullable Object request, @Nullable Object response) {
		return new CapturedCall(this.facts, this.context, this.parameters, request, response);
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
	 * Returns what scopes and the request's own parameters together say; parameters win.
	 * @return the attribution, before defaults
	 */
	public Attribution attribution() {
		return this.context.attribution().overlaidBy(this.parameters);
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
