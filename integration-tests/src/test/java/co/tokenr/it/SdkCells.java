package co.tokenr.it;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import co.tokenr.Tokenr;
import co.tokenr.TokenrScope;
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientAsync;
import com.anthropic.models.messages.MessageCreateParams;
import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.ResponseCreateParams;

/**
 * The vendors' own clients, which are beans of the application, and Spring AI's embedding
 * models.
 */
final class SdkCells {

	static final ChatCompletionCreateParams CHAT = ChatCompletionCreateParams.builder()
		.model(ChatWires.model(ChatWires.OPENAI))
		.addUserMessage("Where is my order?")
		.build();

	static final ChatCompletionCreateParams CHAT_STREAM = CHAT.toBuilder()
		.streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
		.build();

	static final MessageCreateParams MESSAGE = MessageCreateParams.builder()
		.model(ChatWires.model(ChatWires.ANTHROPIC))
		.maxTokens(100)
		.addUserMessage("Where is my order?")
		.build();

	private static final ResponseCreateParams RESPONSE = ResponseCreateParams.builder()
		.model(ChatWires.model(ChatWires.OPENAI))
		.input("Where is my order?")
		.build();

	private static final EmbeddingCreateParams EMBEDDING = EmbeddingCreateParams.builder()
		.model("text-embedding-3-small")
		.inputOfArrayOfStrings(List.of("one", "two"))
		.build();

	private final TestBed bed;

	private SdkCells(TestBed bed) {
		this.bed = bed;
	}

	static List<Cell> of(TestBed bed) {
		SdkCells cells = new SdkCells(bed);
		return Stream.concat(cells.openAi(), cells.anthropic()).toList();
	}

	private Stream<Cell> openAi() {
		OpenAIClient client = this.bed.context().getBean("openAiSdk", OpenAIClient.class);
		OpenAIClientAsync async = this.bed.context().getBean("openAiSdkAsync", OpenAIClientAsync.class);
		OpenAIClient others = this.bed.context().getBean("otherOpenAiSdk", OpenAIClient.class);
		return Stream.of(openAi("call", "openai", () -> client.chat().completions().create(CHAT)),
				openAi("stream", "openai",
						() -> drain(client.chat().completions().createStreaming(CHAT_STREAM)::stream)),
				openAi("async call", "openai", () -> async.chat().completions().create(CHAT).join()),
				openAi("async stream", "openai",
						() -> async.chat().completions().createStreaming(CHAT_STREAM).subscribe((chunk) -> {
						}).onCompleteFuture().join()),
				openAi("client.async() call", "openai", () -> client.async().chat().completions().create(CHAT).join()),
				openAi("client.async() stream", "openai",
						() -> client.async().chat().completions().createStreaming(CHAT_STREAM).subscribe((chunk) -> {
						}).onCompleteFuture().join()),
				openAi("call", "openai responses", () -> others.responses().create(RESPONSE)),
				openAi("stream", "openai responses", () -> drain(others.responses().createStreaming(RESPONSE)::stream)),
				openAi("async stream", "openai responses",
						() -> others.async().responses().createStreaming(RESPONSE).subscribe((event) -> {
						}).onCompleteFuture().join()),
				openAi("embeddings", "openai", () -> others.embeddings().create(EMBEDDING)),
				openAi("async embeddings", "openai", () -> others.async().embeddings().create(EMBEDDING).join()));
	}

	private Stream<Cell> anthropic() {
		AnthropicClient client = this.bed.bean(AnthropicClient.class);
		AnthropicClientAsync async = this.bed.bean(AnthropicClientAsync.class);
		return Stream.of(anthropic("call", () -> client.messages().create(MESSAGE)),
				anthropic("stream", () -> drain(client.messages().createStreaming(MESSAGE)::stream)),
				anthropic("async call", () -> async.messages().create(MESSAGE).join()),
				anthropic("async stream", () -> async.messages().createStreaming(MESSAGE).subscribe((event) -> {
				}).onCompleteFuture().join()),
				anthropic("client.async() call", () -> client.async().messages().create(MESSAGE).join()),
				anthropic("client.async() stream",
						() -> client.async().messages().createStreaming(MESSAGE).subscribe((event) -> {
						}).onCompleteFuture().join()));
	}

	private static Object drain(Supplier<Stream<?>> chunks) {
		try (Stream<?> all = chunks.get()) {
			return all.count();
		}
	}

	private Cell openAi(String way, String wire, Supplier<?> call) {
		return cell("openai-java", way, wire, "openai_sdk", call);
	}

	private Cell anthropic(String way, Supplier<?> call) {
		return cell("anthropic-java", way, "anthropic", "anthropic_sdk", call);
	}

	private Cell cell(String seam, String way, String wire, String capturedBy, Supplier<?> call) {
		return new Cell(seam, way, wire, Promise.by(capturedBy), (tenant) -> {
			try (TokenrScope scope = this.bed.bean(Tokenr.class).scope((who) -> who.customer(tenant))) {
				call.get();
			}
		});
	}

}
