package co.tokenr.capture.springai;

import java.util.ArrayList;
import java.util.List;

import co.tokenr.capture.ApplicationBeans;
import co.tokenr.capture.CoverageItem;
import co.tokenr.capture.CoverageSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.DefaultChatClient.DefaultChatClientRequestSpec;
import org.springframework.ai.chat.model.ChatModel;

/**
 * Knows which {@code ChatClient} has the advisors.
 */
public final class ChatClientCoverage implements CoverageSource {

	private static final String SURFACE = "chat-client";

	private static final String SEAM = "advisor";

	private static final String ADVICE = "Build it from the injected ChatClient.Builder, or by"
			+ " ChatClientBuilderConfigurer.configure(ChatClient.builder(model)).";

	private final ApplicationBeans beans;

	/**
	 * Creates the source.
	 * @param beans the beans of the application
	 */
	public ChatClientCoverage(ApplicationBeans beans) {
		this.beans = beans;
	}

	@Override
	public List<CoverageItem> coverage() {
		List<CoverageItem> items = new ArrayList<>();
		items.addAll(this.beans.each(SURFACE, "chat_client_customizer", TokenrChatClientCustomizer.class,
				(name, bean) -> CoverageItem.tracked("chat_client_customizer", name, SEAM)));
		items.addAll(this.beans.eachBuilder(SURFACE, "chat_client_builder", ChatClient.Builder.class,
				"org.springframework.ai", SEAM,
				(name, builder) -> item("chat_client_builder", name, builder.clone().build())));
		items.addAll(this.beans.each(SURFACE, "chat_client", ChatClient.class,
				(name, client) -> item("chat_client", name, client)));
		return items;
	}

	private static CoverageItem item(String kind, String name, ChatClient client) {
		if (!(client.prompt() instanceof DefaultChatClientRequestSpec request)) {
			return CoverageItem.unknown(kind, name, "Cannot tell: of another make than Spring AI's.");
		}
		if (request.getAdvisors().stream().anyMatch(UsageRecordingAdvisor.class::isInstance)) {
			return CoverageItem.tracked(kind, name, SEAM);
		}
		ChatModel model = ModelInside.field(request, ChatModel.class);
		CoverageItem through = (model != null) ? ModelCoverage.model(kind, name, model) : null;
		String seam = (through != null) ? through.seam() : null;
		return (seam != null)
				? CoverageItem.partial(kind, name, seam,
						"Does not have our advisors: request parameters and the run of a turn are not seen, nor"
								+ " cached and reasoning tokens of streams. " + ADVICE)
				: CoverageItem.bypassed(kind, name,
						"Has neither our advisors nor a model that is surely tracked. " + ADVICE);
	}

}
