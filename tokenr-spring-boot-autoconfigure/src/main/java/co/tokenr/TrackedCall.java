package co.tokenr;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.LlmCallBuilder;
import co.tokenr.usage.Operation;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.TokenCountsBuilder;
import co.tokenr.usage.UsageSource;
import org.jspecify.annotations.Nullable;

/**
 * Says what is known of a call that is tracked by hand. What is not said or {@code null}
 * stays unknown; a negative count becomes zero and is flagged. Not thread-safe.
 */
public final class TrackedCall {

	private final LlmCallBuilder call;

	private final TokenCountsBuilder usage = TokenCounts.builder();

	private final Attribution.Builder attribution = Attribution.builder();

	TrackedCall(@Nullable String provider, @Nullable String model) {
		boolean named = model != null && !model.isBlank();
		this.call = LlmCall.builder("manual").provider(provider).requestModel(named ? model : "unknown");
	}

	/**
	 * Sets the input tokens, cached ones included.
	 * @param count the count
	 * @return this call
	 */
	public TrackedCall inputTokens(long count) {
		this.usage.input(count);
		return this;
	}

	/**
	 * Sets the part of the input that was served from a cache.
	 * @param count the count
	 * @return this call
	 */
	public TrackedCall cacheReadTokens(long count) {
		this.usage.cacheReadInput(count);
		return this;
	}

	/**
	 * Sets the part of the input that was written to a cache.
	 * @param count the count
	 * @return this call
	 */
	public TrackedCall cacheWriteTokens(long count) {
		this.usage.cacheCreationInput(count);
		return this;
	}

	/**
	 * Sets the output tokens, reasoning included.
	 * @param count the count
	 * @return this call
	 */
	public TrackedCall outputTokens(long count) {
		this.usage.output(count);
		return this;
	}

	/**
	 * Sets the part of the output that was reasoning.
	 * @param count the count
	 * @return this call
	 */
	public TrackedCall reasoningTokens(long count) {
		this.usage.reasoningOutput(count);
		return this;
	}

	/**
	 * Sets further counts.
	 * @param counts says them
	 * @return this call
	 */
	public TrackedCall usage(Consumer<TokenCountsBuilder> counts) {
		counts.accept(this.usage);
		return this;
	}

	/**
	 * Sets what was asked; chat unless set.
	 * @param operation the operation
	 * @return this call
	 */
	public TrackedCall operation(Operation operation) {
		this.call.operation(operation);
		return this;
	}

	/**
	 * Sets the model that answered, where it differs from the one asked for.
	 * @param model the model
	 * @return this call
	 */
	public TrackedCall responseModel(String model) {
		this.call.responseModel(model);
		return this;
	}

	/**
	 * Sets the provider's id of the answer.
	 * @param responseId the id
	 * @return this call
	 */
	public TrackedCall responseId(String responseId) {
		this.call.responseId(responseId);
		return this;
	}

	/**
	 * Sets the service tier.
	 * @param serviceTier the tier
	 * @return this call
	 */
	public TrackedCall serviceTier(String serviceTier) {
		this.call.serviceTier(serviceTier);
		return this;
	}

	/**
	 * Sets whether the answer was streamed.
	 * @param streaming whether it was
	 * @return this call
	 */
	public TrackedCall streaming(boolean streaming) {
		this.call.streaming(streaming);
		return this;
	}

	/**
	 * Sets how the call ended; success unless set.
	 * @param status the status
	 * @return this call
	 */
	public TrackedCall status(CallStatus status) {
		this.call.status(status);
		return this;
	}

	/**
	 * Marks the call as failed; only the type of the failure is kept.
	 * @param failure what was thrown
	 * @return this call
	 */
	public TrackedCall failure(Throwable failure) {
		this.call.failure(failure);
		return this;
	}

	/**
	 * Sets how long the call took.
	 * @param latency the time from the call to the end of its answer
	 * @return this call
	 */
	public TrackedCall latency(Duration latency) {
		this.call.latency(latency);
		return this;
	}

	/**
	 * Sets when the call began; now unless set.
	 * @param instant the instant
	 * @return this call
	 */
	public TrackedCall requestedAt(Instant instant) {
		this.call.occurredAt(instant);
		return this;
	}

	/**
	 * Sets the agent.
	 * @param agentId its id
	 * @return this call
	 */
	public TrackedCall agent(String agentId) {
		this.attribution.agent(agentId);
		return this;
	}

	/**
	 * Sets the feature.
	 * @param feature its name
	 * @return this call
	 */
	public TrackedCall feature(String feature) {
		this.attribution.feature(feature);
		return this;
	}

	/**
	 * Sets the team.
	 * @param teamId its id
	 * @return this call
	 */
	public TrackedCall team(String teamId) {
		this.attribution.team(teamId);
		return this;
	}

	/**
	 * Sets the customer.
	 * @param customerId its id
	 * @return this call
	 */
	public TrackedCall customer(String customerId) {
		this.attribution.customer(customerId);
		return this;
	}

	/**
	 * Sets the end user.
	 * @param userId its id
	 * @return this call
	 */
	public TrackedCall user(String userId) {
		this.attribution.user(userId);
		return this;
	}

	/**
	 * Sets the conversation.
	 * @param conversationId its id
	 * @return this call
	 */
	public TrackedCall conversation(String conversationId) {
		this.attribution.conversation(conversationId);
		return this;
	}

	/**
	 * Adds a tag.
	 * @param key the dimension
	 * @param value its value
	 * @return this call
	 */
	public TrackedCall tag(String key, String value) {
		this.attribution.tag(key, value);
		return this;
	}

	/**
	 * Adds tags.
	 * @param tags dimensions and their values
	 * @return this call
	 */
	public TrackedCall tags(Map<String, String> tags) {
		this.attribution.tags(tags);
		return this;
	}

	/**
	 * Sets whether the event may leave for a collector or another remote target.
	 * @param remoteSave {@code false} to keep it local
	 * @return this call
	 */
	public TrackedCall remoteSave(boolean remoteSave) {
		this.attribution.remoteSave(remoteSave);
		return this;
	}

	CapturedCall captured(AttributionContext context) {
		TokenCounts counts = this.usage.build();
		this.call.usage(counts, (counts == TokenCounts.NONE) ? UsageSource.MISSING : UsageSource.PROVIDER);
		return CapturedCall.of(this.call.build(), context, this.attribution.build());
	}

}
