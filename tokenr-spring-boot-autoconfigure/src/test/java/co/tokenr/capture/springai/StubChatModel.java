package co.tokenr.capture.springai;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import reactor.core.publisher.Flux;

/**
 * A model in the manner of Spring AI's Ollama module: no native usage, no id.
 */
final class StubChatModel implements ChatModel {

	private final Queue<Flux<ChatResponse>> answers = new ArrayDeque<>();

	private final List<Prompt> prompts = new CopyOnWriteArrayList<>();

	private ChatOptions options = DefaultToolCallingChatOptions.builder().model("llama3.3").build();

	StubChatModel options(ChatOptions options) {
		this.options = options;
		return this;
	}

	@SafeVarargs
	final StubChatModel answers(Flux<ChatResponse>... answers) {
		this.answers.addAll(List.of(answers));
		return this;
	}

	StubChatModel answers(String text, int prompt, int completion) {
		return answers(Flux.just(chunk(text, null, null), chunk("", "stop", new DefaultUsage(prompt, completion))));
	}

	StubChatModel callsTool(String tool, int prompt, int completion) {
		AssistantMessage message = AssistantMessage.builder()
			.content("")
			.toolCalls(List.of(new AssistantMessage.ToolCall("call_1", "function", tool, "{}")))
			.build();
		return answers(Flux.just(response(message, "tool_calls", new DefaultUsage(prompt, completion))));
	}

	List<Prompt> prompts() {
		return this.prompts;
	}

	@Override
	public ChatOptions getOptions() {
		return this.options;
	}

	@Override
	public ChatResponse call(Prompt prompt) {
		List<ChatResponse> chunks = stream(prompt).collectList().block();
		ChatResponse last = chunks.get(chunks.size() - 1);
		return (chunks.size() == 1) ? last
				: new ChatResponse(
						List.of(new Generation(chunks.get(0).getResult().getOutput(), last.getResult().getMetadata())),
						last.getMetadata());
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		this.prompts.add(prompt);
		return this.answers.remove();
	}

	static ChatResponse chunk(String text, String finishReason, Usage usage) {
		return response(new AssistantMessage(text), finishReason, usage);
	}

	private static ChatResponse response(AssistantMessage message, String finishReason, Usage usage) {
		ChatGenerationMetadata generation = (finishReason != null)
				? ChatGenerationMetadata.builder().finishReason(finishReason).build() : ChatGenerationMetadata.NULL;
		ChatResponseMetadata.Builder metadata = ChatResponseMetadata.builder().model("llama3.3");
		if (usage != null) {
			metadata.usage(usage);
		}
		return new ChatResponse(List.of(new Generation(message, generation)), metadata.build());
	}

}
