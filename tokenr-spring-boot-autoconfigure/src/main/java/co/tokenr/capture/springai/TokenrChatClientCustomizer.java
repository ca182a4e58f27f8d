package co.tokenr.capture.springai;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientBuilderCustomizer;
import org.springframework.ai.chat.client.DefaultChatClient.DefaultChatClientRequestSpec;

/**
 * Lets a {@link ChatClient} be tracked. Applied to the builder that Spring AI
 * auto-configures; an application that builds a client by hand calls
 * {@link #customize(ChatClient.Builder)} itself, once for each builder. Thread-safe.
 */
public final class TokenrChatClientCustomizer implements ChatClientBuilderCustomizer {

	private final SpringAiCapture capture;

	private final AttributionAdvisor attribution;

	private final UsageRecordingAdvisor usage;

	/**
	 * Creates a customizer.
	 * @param capture records the calls
	 */
	public TokenrChatClientCustomizer(SpringAiCapture capture) {
		this.capture = capture;
		this.attribution = new AttributionAdvisor(capture);
		this.usage = new UsageRecordingAdvisor(capture);
	}

	/**
	 * Adds what tracks a client, unless it is there already.
	 * @param builder the client's builder
	 */
	@Override
	public void customize(ChatClient.Builder builder) {
		if (!this.capture.guard().get("look at a client's advisors", () -> isCustomized(builder), false)) {
			builder.defaultAdvisors(this.attribution, this.usage);
		}
	}

	/** A builder does not show its advisors; a request of what it builds does. */
	private static boolean isCustomized(ChatClient.Builder builder) {
		return builder.build().prompt() instanceof DefaultChatClientRequestSpec request
				&& request.getAdvisors().stream().anyMatch(UsageRecordingAdvisor.class::isInstance);
	}

}
