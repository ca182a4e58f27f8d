package co.tokenr.capture.springai;

import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.DefaultChatClient.DefaultChatClientRequestSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link TokenrChatClientCustomizer}.
 */
class TokenrChatClientCustomizerTests {

	private final RecordedCalls recorded = new RecordedCalls();

	private final StubChatModel model = new StubChatModel();

	@Test
	void customizesBuilderOnce() {
		ChatClient.Builder builder = ChatClient.builder(this.model);
		this.recorded.customizer().customize(builder);
		this.recorded.customizer().customize(builder);
		ChatClient client = builder.build();
		assertThat(((DefaultChatClientRequestSpec) client.prompt()).getAdvisors()).hasSize(2);
		this.recorded.customizer().customize(builder = client.mutate());
		this.model.answers("Hello", 26, 9);
		builder.build().prompt("Hi").call().content();
		assertThat(this.recorded.calls()).hasSize(1);
	}

	@Test
	void addsNoParameterThatSaysNothing() {
		ChatClient client = ChatClient.builder(this.model)
			.defaultAdvisors(TokenrAdvisorParams.agent("a").feature(" ").customer(null).tag("k", "v"))
			.build();
		assertThat(((DefaultChatClientRequestSpec) client.prompt()).getAdvisorParams())
			.containsOnlyKeys("tokenr.agent_id", "tokenr.tags");
	}

	@Test
	void saysWhetherEventsMayLeave() {
		ChatClient client = ChatClient.builder(this.model)
			.defaultAdvisors(TokenrAdvisorParams.remoteSave(false).agent("a"))
			.build();
		assertThat(((DefaultChatClientRequestSpec) client.prompt()).getAdvisorParams())
			.containsEntry("tokenr.remote_save", false);
	}

	@Test
	void parametersMayBeKeptAndAddedTo() {
		TokenrAdvisorParams.Spec kept = TokenrAdvisorParams.agent("a");
		kept.customer("acme");
		ChatClient client = ChatClient.builder(this.model).defaultAdvisors(kept).build();
		assertThat(((DefaultChatClientRequestSpec) client.prompt()).getAdvisorParams())
			.containsOnlyKeys("tokenr.agent_id");
	}

}
