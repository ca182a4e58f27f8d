package co.tokenr.capture.springai;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * How a round begins.
 *
 * @param seenBy the seam that sees it
 * @param request what is asked
 * @param context the scopes in which it is asked
 * @param parameters what the request itself says of its attribution
 * @param streaming whether the answer is streamed
 * @param surface what of Spring AI the round belongs to
 * @param outer the round inside of which this one begins, {@code null} for none
 * @param observation the observation of the round, {@code null} where it has none
 */
record RoundStart(SeenBy seenBy, ModelRequest request, AttributionContext context, Attribution parameters,
		boolean streaming, CapturedSurface surface, @Nullable Round outer, Observation.@Nullable Context observation) {

	/**
	 * Begins inside a round that may come to speak for this one: whom the call is for is
	 * known there.
	 */
	static RoundStart inside(Round outer, SeenBy seenBy, ModelRequest request, boolean streaming) {
		return new RoundStart(seenBy, request, outer.start().context(), outer.start().parameters(), streaming,
				outer.start().surface(), outer, null);
	}

	/**
	 * Begins a call of a model that no other round is open for.
	 */
	static RoundStart alone(SeenBy seenBy, ModelRequest request, AttributionContext context, Attribution parameters,
			boolean streaming) {
		CapturedSurface surface = switch (request.operation()) {
			case EMBEDDINGS -> CapturedSurface.EMBEDDING;
			case IMAGE_GENERATION -> CapturedSurface.IMAGE;
			default -> CapturedSurface.CHAT_MODEL;
		};
		return new RoundStart(seenBy, request, context, parameters, streaming, surface, null, null);
	}

	/**
	 * Returns this start with the observation of the round.
	 */
	RoundStart observedBy(Observation.@Nullable Context observation) {
		return new RoundStart(this.seenBy, this.request, this.context, this.parameters, this.streaming, this.surface,
				this.outer, observation);
	}

	/** The seams of Spring AI. */
	enum SeenBy {

		/** An advisor of a {@code ChatClient}. */
		ADVISOR("advisor"),

		/** An observation handler; of a stream it sees what Spring AI aggregates. */
		OBSERVATION("observation"),

		/** A model that wraps another. */
		WRAPPER("wrapper");

		private final String value;

		SeenBy(String value) {
			this.value = value;
		}

		String value() {
			return this.value;
		}

	}

}
