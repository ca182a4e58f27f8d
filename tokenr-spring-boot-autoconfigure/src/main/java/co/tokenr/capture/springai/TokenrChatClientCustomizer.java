package co.tokenr.capture.springai;

import co.tokenr.capture.CaptureGuard;
import co.tokenr.usage.UsageRecorder;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientBuilderCustomizer;
import org.springframework.ai.chat.client.DefaultChatClient.DefaultChatClientRequestSpec;

/**
 * Lets a {@link ChatClient} be tracked. Applied to the builder that Spring AI
 * auto-configures; an application that builds a client by hand calls
 * {@link #customize(ChatClient.Builder)} itself, once for each builder. Thread-safe.
 */
public final class TokenrChatClientCustomizer implements ChatClientBuilderCustomizer {

	private final CaptureGuard guard = new CaptureGuard();

	private final AttributionAdvisor attribution;

	private final UsageRecordingAdvisor usage;

	/**
	 * Creates a customizer.
	 * @param recorder takes the calls
	 * @param providers tells who answers them
	 */
	public TokenrChatClientCustomizer(UsageRecorder recorder, SpringAiProviders providers) {
		SurroundingContext.register();
		RoundRecorder rounds = new RoundRecorder(recorder, providers, this.guard);
		this.attribution = new AttributionAdvisor(rounds);
		this.usage = new UsageRecordingAdvisor(rounds);
	}

	/**
	 * Adds what tracks a client, unless it is there already.
	 * @param builder the client's builder
	 */
	@Override
	public void customize(ChatClient.Builder builder) {
		if (!this.guard.get("look at a client's advisors", () -> isCustomized(builder), false)) {
			builder.defaultAdvisors(this.attribution, this.usage);
		}
	}

	/** A builder does not show its advisors; a request of what it builds does. */
	private static boolean isCustomized(ChatClient.Builder builder) {
		return builder.build().prompt() instanceof DefaultChatClientRequestSpec request
				&& request.getAdvisors().stream().anyMatch(UsageRecordingAdvisor.class::isInstance);
	}

}
