package co.tokenr.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The facts of one LLM round trip as they were seen, before anyone is charged for it.
 *
 * @param id identifies the round trip everywhere and for ever; UUID version 7, minted at
 * capture
 * @param occurredAt when the call began
 * @param provider who answered, named as {@code gen_ai.provider.name} of the
 * OpenTelemetry GenAI conventions, such as {@code openai}
 * @param operation what was asked
 * @param requestModel the model that was asked for
 * @param responseModel the model that answered
 * @param responseId the provider's id of the answer
 * @param serviceTier the tier that served the call, or was asked for where the answer is
 * silent
 * @param streaming whether the answer was streamed
 * @param status how the call ended
 * @param errorType type of the failure, such as an exception's class name; never its
 * message
 * @param latency from the call to the end of its answer
 * @param timeToFirstToken from the call to the first streamed chunk
 * @param usage the token counts
 * @param usageSource where the counts come from
 * @param counters what was used beside tokens
 * @param iterations the passes inside the round trip, where the provider tells them apart
 * @param providerCost what the provider itself says that it cost
 * @param speed the speed that was asked for at a price of its own, such as {@code fast}
 * @param region where the provider says that the call was served, such as {@code us}
 * @param runId the turn that the call is a round of
 * @param round number of the round in its run, from 1
 * @param traceId id of the surrounding trace
 * @param spanId id of the surrounding span
 * @param capturedBy the seam that saw the call, such as {@code advisor}
 */
public record LlmCall(UUID id, Instant occurredAt, String provider, Operation operation, @Nullable String requestModel,
		@Nullable String responseModel, @Nullable String responseId, @Nullable String serviceTier, boolean streaming,
		CallStatus status, @Nullable String errorType, @Nullable Duration latency, @Nullable Duration timeToFirstToken,
		TokenCounts usage, UsageSource usageSource, UsageCounters counters, List<UsageIteration> iterations,
		@Nullable ProviderCost providerCost, @Nullable String speed, @Nullable String region, @Nullable String runId,
		@Nullable Integer round, @Nullable String traceId, @Nullable String spanId, String capturedBy) {

	/**
	 * Creates a call whose iterations are a copy of those given.
	 */
	public LlmCall {
		iterations = List.copyOf(iterations);
	}

	/**
	 * Starts the facts of a call that begins now.
	 * @param capturedBy the seam that sees the call
	 * @return a new builder
	 */
	public static LlmCallBuilder builder(String capturedBy) {
		return new LlmCallBuilder(capturedBy);
	}

	/**
	 * Returns the model that answered or, where the answer does not say, that was asked
	 * for.
	 * @return the model, {@code null} where neither is known
	 */
	public @Nullable String model() {
		return (this.responseModel != null) ? this.responseModel : this.requestModel;
	}

	/**
	 * Returns this call with other counts.
	 * @param usage the counts
	 * @param source their source
	 * @return the call
	 */
	LlmCall withUsage(TokenCounts usage, UsageSource source) {
		return new LlmCall(this.id, this.occurredAt, this.provider, this.operation, this.requestModel,
				this.responseModel, this.responseId, this.serviceTier, this.streaming, this.status, this.errorType,
				this.latency, this.timeToFirstToken, usage, source, this.counters, this.iterations, this.providerCost,
				this.speed, this.region, this.runId, this.round, this.traceId, this.spanId, this.capturedBy);
	}

}
