package co.tokenr.it;

import java.util.List;
import java.util.Map;

import co.tokenr.Tokenr;
import co.tokenr.TokenrScope;
import co.tokenr.capture.springai.TokenrAdvisorParams;
import reactor.core.publisher.Hooks;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.evaluation.RelevancyEvaluator;
import org.springframework.ai.document.Document;
import org.springframework.ai.evaluation.EvaluationRequest;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientBuilderConfigurer;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.rag.advisor.RetrievalAugmentationAdvisor;
import org.springframework.ai.rag.preretrieval.query.transformation.RewriteQueryTransformer;

/**
 * Clients inside clients, clients made from clients, and what Spring AI makes of them.
 */
final class NestedCells {

	private final TestBed bed;

	private NestedCells(TestBed bed) {
		this.bed = bed;
	}

	static List<Cell> of(TestBed bed) {
		NestedCells cells = new NestedCells(bed);
		return List.of(
				new Cell("client inside a RAG transformer", "call", "openai", Promise.by("advisor").inRunsOfTheirOwn(),
						(tenant) -> cells.augmented(tenant, false)),
				new Cell("client inside a RAG transformer", "stream", "openai",
						Promise.by("advisor")
							.inRunsOfTheirOwn()
							.knowing(Promise.Tenants.LAST, "nested calls: spring.reactor.context-propagation=auto"),
						(tenant) -> cells.augmented(tenant, true)),
				new Cell("client inside a RAG transformer, context-propagation=auto", "stream", "openai",
						Promise.by("advisor").inRunsOfTheirOwn(), (tenant) -> {
							Hooks.enableAutomaticContextPropagation();
							try {
								cells.augmented(tenant, true);
							}
							finally {
								Hooks.disableAutomaticContextPropagation();
							}
						}),
				new Cell("client inside an evaluator", "call", "openai", Promise.by("observation"), cells::evaluate),
				new Cell("ChatClient.mutate()", "call", "openai", Promise.by("advisor").inOneRun(),
						(tenant) -> cells.mutated(tenant).prompt("Hi").call().content()),
				new Cell("ChatClient.mutate()", "stream", "openai", Promise.by("advisor").inOneRun(),
						(tenant) -> cells.mutated(tenant)
							.prompt("Hi")
							.stream()
							.content()
							.blockLast(ChatWires.PATIENCE)));
	}

	private ChatClient.Builder configured() {
		return this.bed.bean(ChatClientBuilderConfigurer.class)
			.configure(ChatClient.builder(this.bed.bean(OpenAiChatModel.class)));
	}

	/** The transformer asks a model of its own before the question is asked. */
	private void augmented(String tenant, boolean streaming) {
		ChatClient.ChatClientRequestSpec request = configured().build()
			.prompt("Where is my order?")
			.advisors(RetrievalAugmentationAdvisor.builder()
				.queryTransformers(RewriteQueryTransformer.builder().chatClientBuilder(configured()).build())
				.documentRetriever((query) -> List.of(new Document("Orders come on Mondays")))
				.build())
			.advisors(TokenrAdvisorParams.customer(tenant));
		if (streaming) {
			request.stream().content().blockLast(ChatWires.PATIENCE);
		}
		else {
			request.call().content();
		}
	}

	private void evaluate(String tenant) {
		try (TokenrScope scope = this.bed.bean(Tokenr.class).scope((who) -> who.customer(tenant))) {
			RelevancyEvaluator.builder()
				.chatClientBuilder(ChatClient.builder(this.bed.bean(OpenAiChatModel.class)))
				.build()
				.evaluate(new EvaluationRequest("Where?", List.of(new Document("Here", Map.of())), "Here."));
		}
	}

	private ChatClient mutated(String tenant) {
		return configured().defaultAdvisors(TokenrAdvisorParams.customer(tenant))
			.build()
			.mutate()
			.defaultSystem("Be brief")
			.build();
	}

}
