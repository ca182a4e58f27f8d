package co.tokenr.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Gathers the facts of an {@link LlmCall} while it runs. The id and the instant are those
 * of the builder's creation. Blank text counts as unknown, and so does a time that is
 * negative or longer than a year; {@code null} where a value is due keeps what was set.
 * Not thread-safe.
 */
public final class LlmCallBuilder {

	private static final String UNKNOWN = "unknown";

	private static final Duration YEAR = Duration.ofDays(366);

	private final String capturedBy;

	private final UUID id = EventId.next();

	private Instant occurredAt = Instant.now();

	private String provider = UNKNOWN;

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

	private UsageCounters counters = UsageCounters.NONE;

	private List<UsageIteration> iterations = List.of();

	private @Nullable ProviderCost providerCost;

	private @Nullable String speed;

	private @Nullable String region;

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
	public LlmCallBuilder occurredAt(@Nullable Instant occurredAt) {
		this.occurredAt = (occurredAt != null) ? occurredAt : this.occurredAt;
		return this;
	}

	/**
	 * Sets who answers.
	 * @param provider the provider's name, {@code unknown} where it is {@code null}
	 * @return this builder
	 */
	public LlmCallBuilder provider(@Nullable String provider) {
		this.provider = (provider == null || provider.isBlank()) ? UNKNOWN : provider;
		return this;
	}

	/**
	 * Sets what is asked; chat unless set.
	 * @param operation the operation
	 * @return this builder
	 */
	public LlmCallBuilder operation(@Nullable Operation operation) {
		this.operation = (operation != null) ? operation : this.operation;
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
	public LlmCallBuilder status(@Nullable CallStatus status) {
		this.status = (status != null) ? status : this.status;
		return this;
	}

	/**
	 * Marks the call as failed. Keeps the type of the failure only, since its message may
	 * quote the prompt.
	 * @param failure what was thrown
	 * @return this builder
	 */
	public LlmCallBuilder failure(@Nullable Throwable failure) {
		this.status = CallStatus.ERROR;
		this.errorType = (failure != null) ? failure.getClass().getName() : null;
		return this;
	}

	/**
	 * Marks the call as failed by what the provider or the protocol calls the failure.
	 * @param type the type of the failure, such as {@code http_503}, or {@code null}
	 * @return this builder
	 */
	public LlmCallBuilder failureType(@Nullable String type) {
		this.status = CallStatus.ERROR;
		this.errorType = known(type);
		return this;
	}

	/**
	 * Sets how long the call took.
	 * @param latency the time from the call to the end of its answer, or {@code null}
	 * @return this builder
	 */
	public LlmCallBuilder latency(@Nullable Duration latency) {
		this.latency = possible(latency);
		return this;
	}

	/**
	 * Sets how long the first streamed chunk took.
	 * @param timeToFirstToken the time from the call to the first chunk, or {@code null}
	 * @return this builder
	 */
	public LlmCallBuilder timeToFirstToken(@Nullable Duration timeToFirstToken) {
		this.timeToFirstToken = possible(timeToFirstToken);
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
	 * Sets what was used beside tokens; nothing unless set.
	 * @param counters the counters
	 * @return this builder
	 */
	public LlmCallBuilder counters(UsageCounters counters) {
		this.counters = counters;
		return this;
	}

	/**
	 * Sets the passes inside the round trip; none unless set.
	 * @param iterations the passes
	 * @return this builder
	 */
	public LlmCallBuilder iterations(List<UsageIteration> iterations) {
		this.iterations = iterations;
		return this;
	}

	/**
	 * Sets what the provider itself says that the call cost.
	 * @param providerCost the cost, or {@code null}
	 * @return this builder
	 */
	public LlmCallBuilder providerCost(@Nullable ProviderCost providerCost) {
		this.providerCost = providerCost;
		return this;
	}

	/**
	 * Sets the speed that was asked for at a price of its own.
	 * @param speed the speed, or {@code null}
	 * @return this builder
	 */
	public LlmCallBuilder speed(@Nullable String speed) {
		this.speed = known(speed);
		return this;
	}

	/**
	 * Sets where the call was served.
	 * @param region the region, or {@code null}
	 * @return this builder
	 */
	public LlmCallBuilder region(@Nullable String region) {
		this.region = known(region);
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
				this.latency, this.timeToFirstToken, this.usage, this.usageSource, this.counters, this.iterations,
				this.providerCost, this.speed, this.region, this.runId, this.round, this.traceId, this.spanId,
				this.capturedBy);
	}

	private static @Nullable String known(@Nullable String text) {
		return (text == null || text.isBlank()) ? null : text;
	}

	private static @Nullable Duration possible(@Nullable Duration time) {
		return (time == null || time.isNegative() || time.compareTo(YEAR) > 0) ? null : time;
	}

}
