package co.tokenr.capture.springai;

import java.util.List;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * A model without a memory, for many threads at once: asked to "use" a tool it calls it,
 * and whatever it is told then it answers "done". Streams on threads of its own, as HTTP
 * clients do.
 */
final class ToolUsingChatModel implements ChatModel {

	private static final String USE = "use ";

	@Override
	public ChatOptions getOptions() {
		return DefaultToolCallingChatOptions.builder().model("stub").build();
	}

	@Override
	public ChatResponse call(Prompt prompt) {
		return response(answer(prompt), "stop");
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		return Flux.just(response(new AssistantMessage(""), null), response(answer(prompt), "stop"))
			.publishOn(Schedulers.parallel());
	}

	private static AssistantMessage answer(Prompt prompt) {
		List<Message> messages = prompt.getInstructions();
		Message last = messages.get(messages.size() - 1);
		String text = last.getText();
		if (last instanceof ToolResponseMessage || text == null || !text.startsWith(USE)) {
			return new AssistantMessage("done");
		}
		return AssistantMessage.builder()
			.content("")
			.toolCalls(List.of(new AssistantMessage.ToolCall("call_1", "function", text.substring(USE.length()), "{}")))
			.build();
	}

	private static ChatResponse response(AssistantMessage message, String finishReason) {
		ChatGenerationMetadata generation = (finishReason != null)
				? ChatGenerationMetadata.builder().finishReason(finishReason).build() : ChatGenerationMetadata.NULL;
		return new ChatResponse(List.of(new Generation(message, generation)),
				ChatResponseMetadata.builder().model("stub").usage(new DefaultUsage(3, 1)).build());
	}

}
