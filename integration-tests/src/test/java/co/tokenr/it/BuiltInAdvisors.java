package co.tokenr.it;

import java.util.List;

import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.client.advisor.SafeGuardAdvisor;
import org.springframework.ai.chat.client.advisor.SimpleLoggerAdvisor;
import org.springframework.ai.chat.client.advisor.StructuredOutputValidationAdvisor;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.document.Document;
import org.springframework.ai.rag.advisor.RetrievalAugmentationAdvisor;

/**
 * What Spring AI brings that may stand around a call and needs nothing else.
 */
final class BuiltInAdvisors {

	private BuiltInAdvisors() {
	}

	/**
	 * For calls and streams.
	 */
	static List<Advisor> ofStreams() {
		return List.of(MessageChatMemoryAdvisor.builder(MessageWindowChatMemory.builder().build()).build(),
				SafeGuardAdvisor.builder().sensitiveWords(List.of("a word that nobody says")).build(),
				SimpleLoggerAdvisor.builder().build(), ToolCallingAdvisor.builder().build(),
				RetrievalAugmentationAdvisor.builder()
					.documentRetriever((query) -> List.of(new Document("Orders come on Mondays")))
					.build());
	}

	/**
	 * Repeats a call whose answer is not of the type. Stands outside the tool loop:
	 * inside, where it is by default, it repeats the rounds that ask for a tool.
	 */
	static Advisor validation(Class<?> type) {
		return StructuredOutputValidationAdvisor.builder()
			.outputType(type)
			.maxRepeatAttempts(1)
			.advisorOrder(ToolCallingAdvisor.DEFAULT_ORDER - 10)
			.build();
	}

	/**
	 * The same at its default place, inside the tool loop.
	 */
	static Advisor innerValidation(Class<?> type) {
		return StructuredOutputValidationAdvisor.builder().outputType(type).maxRepeatAttempts(1).build();
	}

}
