package co.tokenr.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Gathers the facts of an {@link LlmCall} while it runs. The id and the instant are those
 * of the builder's creation. Blank text counts as unknown. Not thread-safe.
 */
public final class LlmCallBuilder {

	private final String capturedBy;

	private final UUID id = EventId.next();

	private Instant occurredAt = Instant.now();

	private String provider = "unknown";

	private Operation operation = Operation.CHAT;

	private @Nullable String requestModel;

	private @Nullable String responseModel;

	private @Nullable String responseId;

	private @Nullable String serviceTier;

	private boolean streaming;

	private CallStatus status = CallStatus.SUCCESS;

	private @Nullable String errorType;

	private @Nullable Duration latency;

	private @Nullable Duration timeToFirstToken;

	private TokenCounts usage = TokenCounts.NONE;

	private UsageSource usageSource = UsageSource.MISSING;

	private @Nullable String runId;

	private @Nullable Integer round;

	private @Nullable String traceId;

	private @Nullable String spanId;

	LlmCallBuilder(String capturedBy) {
		this.capturedBy = capturedBy;
	}

	/**
	 * Moves the call to another instant, as when usage of the past is tracked by hand.
	 * @param occurredAt when the call began
	 * @return this builder
	 */
	public LlmCallBuilder occurredAt(Instant occurredAt) {
		this.occurredAt = occurredAt;
		return this;
	}

	/**
	 * Sets who answers.
	 * @param provider the provider's name
	 * @return this builder
	 */
	public LlmCallBuilder provider(String provider) {
		this.provider = provider;
		return this;
	}

	/**
	 * Sets what is asked; chat unless set.
	 * @param operation the operation
	 * @return this builder
	 */
	public LlmCallBuilder operation(Operation operation) {
		this.operation = operation;
		return this;
	}

	/**
	 * Sets the model that is asked for.
	 * @param model the model, or {@code null}
	 * @return this builder
	 */
	public LlmCallBuilder requestModel(@Nullable String model) {
		this.requestModel = known(model);
		return this;
	}

	/**
	 * Sets the model that answered.
	 * @param model the model, or {@code null}
	 * @return this builder
	 */
	public LlmCallBuilder responseModel(@Nullable String model) {
		this.responseModel = known(model);
		return this;
	}

	/**
	 * Sets the provider's id of the answer.
	 * @param responseId the id, or {@code null}
	 * @return this builder
	 */
	public LlmCallBuilder responseId(@Nullable String responseId) {
		this.responseId = known(responseId);
		return this;
	}

	/**
	 * Sets the service tier.
	 * @param serviceTier the tier, or {@code null}
	 * @return this builder
	 */
	public LlmCallBuilder serviceTier(@Nullable String serviceTier) {
		this.serviceTier = known(serviceTier);
		return this;
	}

	/**
	 * Sets whether the answer is streamed.
	 * @param streaming whether it is
	 * @return this builder
	 */
	public LlmCallBuilder streaming(boolean streaming) {
		this.streaming = streaming;
		return this;
	}

	/**
	 * Sets how the call ended; success unless set.
	 * @param status the status
	 * @return this builder
	 */
	public LlmCallBuilder status(CallStatus status) {
		this.status = status;
		return this;
	}

	/**
	 * Marks the call as failed. Keeps the type of the failure only, since its message may
	 * quote the prompt.
	 * @param failure what was thrown
	 * @return this builder
	 */
	public LlmCallBuilder failure(Throwable failure) {
		this.status = CallStatus.ERROR;
		this.errorType = failure.getClass().getName();
		return this;
	}

	/**
	 * Sets how long the call took.
	 * @param latency the time from the call to the end of its answer, or {@code null}
	 * @return this builder
	 */
	public LlmCallBuilder latency(@Nullable Duration latency) {
		this.latency = latency;
		return this;
	}

	/**
	 * Sets how long the first streamed chunk took.
	 * @param timeToFirstToken the time from the call to the first chunk, or {@code null}
	 * @return this builder
	 */
	public LlmCallBuilder timeToFirstToken(@Nullable Duration timeToFirstToken) {
		this.timeToFirstToken = timeToFirstToken;
		return this;
	}

	/**
	 * Sets the token counts and where they come from; missing unless set.
	 * @param usage the counts
	 * @param source their source
	 * @return this builder
	 */
	public LlmCallBuilder usage(TokenCounts usage, UsageSource source) {
		this.usage = usage;
		this.usageSource = source;
		return this;
	}

	/**
	 * Sets the turn that the call is a round of.
	 * @param runId the run, or {@code null}
	 * @param round the number of the round, from 1, or {@code null}
	 * @return this builder
	 */
	public LlmCallBuilder run(@Nullable String runId, @Nullable Integer round) {
		this.runId = runId;
		this.round = round;
		return this;
	}

	/**
	 * Sets the surrounding trace.
	 * @param traceId the trace, or {@code null}
	 * @param spanId the span, or {@code null}
	 * @return this builder
	 */
	public LlmCallBuilder trace(@Nullable String traceId, @Nullable String spanId) {
		this.traceId = traceId;
		this.spanId = spanId;
		return this;
	}

	/**
	 * Freezes the facts.
	 * @return the call
	 */
	public LlmCall build() {
		return new LlmCall(this.id, this.occurredAt, this.provider, this.operation, this.requestModel,
				this.responseModel, this.responseId, this.serviceTier, this.streaming, this.status, this.errorType,
				this.latency, this.timeToFirstToken, this.usage, this.usageSource, this.runId, this.round, this.traceId,
				this.spanId, this.capturedBy);
	}

	private static @Nullable String known(@Nullable String text) {
		return (text == null || text.isBlank()) ? null : text;
	}

}
