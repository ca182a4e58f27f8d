package co.tokenr.it;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import co.tokenr.Tokenr;
import co.tokenr.TokenrScope;
import co.tokenr.capture.springai.TokenrAdvisorParams;
import co.tokenr.capture.springai.TokenrModels;
import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientBuilderConfigurer;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.ToolCallback;

/**
 * Chat through each door of Spring AI, on each wire, with and without tools.
 */
final class ChatCells {

	static final String AUTO = "ChatClient, auto-configured";

	private static final String HAND_BUILT = "ChatClient.create";

	private static final String HAND_BUILT_AUTO = "ChatClient.create, context-propagation=auto";

	private static final String DIRECT = "ChatModel itself";

	private static final String INSTRUMENTED = "instrumented model";

	private static final String INSTRUMENTED_CLIENT = "ChatClient.create, instrumented model";

	static final List<String> SEAMS = List.of(AUTO, HAND_BUILT, HAND_BUILT_AUTO, DIRECT, INSTRUMENTED,
			INSTRUMENTED_CLIENT);

	private static final List<ToolCallback> TOOLS = List.of(ToolCallbacks.from(new ThreeTools()));

	private final TestBed bed;

	private final ChatWires wires;

	private ChatCells(TestBed bed) {
		this.bed = bed;
		this.wires = new ChatWires(bed);
	}

	static List<Cell> of(TestBed bed) {
		ChatCells cells = new ChatCells(bed);
		List<Cell> all = new ArrayList<>();
		for (String seam : SEAMS) {
			for (String wire : ChatWires.NAMES) {
				for (boolean streaming : new boolean[] { false, true }) {
					for (int tools : new int[] { 0, 1, 3 }) {
						all.add(cells.cell(seam, wire, streaming, tools));
					}
				}
			}
		}
		for (String wire : List.of(ChatWires.OPENAI, ChatWires.ANTHROPIC)) {
			all.add(cells.observedOnly(wire));
		}
		return all;
	}

	/** Nobody reads the wire of a model whose HTTP client was not customized. */
	private Cell observedOnly(String wire) {
		Promise promise = Promise.by("observation").partial("Spring AI drops the details of streams");
		promise = wire.equals(ChatWires.OPENAI) ? promise.without(promise.reason(), "read", "reasoning")
				: promise.without(promise.reason(), "in", "read", "written", "5m", "1h", "reasoning");
		return new Cell("ChatModel built by hand, observed", "stream", wire, promise, (tenant) -> {
			ChatModel model = this.wires.handBuilt(wire, this.bed.bean(ObservationRegistry.class),
					this.wires.baseUrl(wire), ChatWires.model(wire), ChatWires.PATIENCE);
			loopInScope(tenant, model, true, 0);
		});
	}

	private Cell cell(String seam, String wire, boolean streaming, int tools) {
		String way = (streaming ? "stream" : "call") + ((tools == 0) ? "" : ", " + tools + " tool rounds");
		return new Cell(seam, way, wire, promise(seam, wire, streaming, tools), (tenant) -> {
			switch (seam) {
				case AUTO ->
					ask(configured(this.wires.bean(wire)).prompt().advisors(TokenrAdvisorParams.customer(tenant)),
							tools, streaming, (answer) -> answer);
				case HAND_BUILT -> askInScope(tenant, this.wires.bean(wire), streaming, tools);
				case HAND_BUILT_AUTO -> {
					Hooks.enableAutomaticContextPropagation();
					try {
						askInScope(tenant, this.wires.bean(wire), streaming, tools);
					}
					finally {
						Hooks.disableAutomaticContextPropagation();
					}
				}
				case DIRECT -> loopInScope(tenant, this.wires.bean(wire), streaming, tools);
				case INSTRUMENTED -> loopInScope(tenant, instrumented(wire), streaming, tools);
				default -> askInScope(tenant, instrumented(wire), streaming, tools);
			}
		});
	}

	private static Promise promise(String seam, String wire, boolean streaming, int tools) {
		if (seam.equals(AUTO)) {
			return Promise.by("advisor").inOneRun();
		}
		boolean observed = !seam.equals(INSTRUMENTED) && !seam.equals(INSTRUMENTED_CLIENT);
		Promise promise = Promise.by(observed ? "observation" : "wrapper");
		if (!observed && streaming && wire.equals(ChatWires.ANTHROPIC)) {
			return promise.without("Spring AI drops the 5m/1h split of streams", "5m", "1h");
		}
		if (seam.equals(HAND_BUILT) && streaming && tools > 0) {
			return promise.knowing(Promise.Tenants.FIRST, "later rounds: spring.reactor.context-propagation=auto");
		}
		return promise;
	}

	private ChatClient configured(ChatModel model) {
		return this.bed.bean(ChatClientBuilderConfigurer.class).configure(ChatClient.builder(model)).build();
	}

	private ChatModel instrumented(String wire) {
		return this.bed.bean(TokenrModels.class).instrument(this.wires.handBuilt(wire));
	}

	private void askInScope(String tenant, ChatModel model, boolean streaming, int tools) {
		try (TokenrScope scope = scope(tenant)) {
			ask(ChatClient.create(model).prompt(), tools, streaming, scope::wrap);
		}
	}

	private void loopInScope(String tenant, ChatModel model, boolean streaming, int tools) {
		try (TokenrScope scope = scope(tenant)) {
			loop(model, streaming, tools);
		}
	}

	private TokenrScope scope(String tenant) {
		return this.bed.bean(Tokenr.class).scope((who) -> who.customer(tenant));
	}

	private static void ask(ChatClient.ChatClientRequestSpec request, int tools, boolean streaming,
			UnaryOperator<Flux<String>> scope) {
		request.user("Where is my order?").toolCallbacks(TOOLS.subList(0, tools));
		if (streaming) {
			scope.apply(request.stream().content()).blockLast(ChatWires.PATIENCE);
		}
		else {
			request.call().content();
		}
	}

	/** The tool loop as an application writes it that uses no client. */
	private static void loop(ChatModel model, boolean streaming, int tools) {
		ToolCallingChatOptions options = ((ToolCallingChatOptions) model.getOptions()).mutate()
			.toolCallbacks(TOOLS.subList(0, tools))
			.build();
		ToolCallingManager manager = ToolCallingManager.builder().build();
		List<Message> messages = List.of(new UserMessage("Where is my order?"));
		while (true) {
			Prompt prompt = new Prompt(messages, options);
			ChatResponse answer = streaming ? aggregate(model, prompt) : model.call(prompt);
			if (!answer.hasToolCalls()) {
				return;
			}
			messages = manager.executeToolCalls(prompt, answer).conversationHistory();
		}
	}

	private static ChatResponse aggregate(ChatModel model, Prompt prompt) {
		AtomicReference<ChatResponse> whole = new AtomicReference<>();
		new MessageAggregator().aggregate(model.stream(prompt), whole::set).blockLast(ChatWires.PATIENCE);
		return whole.get();
	}

}
