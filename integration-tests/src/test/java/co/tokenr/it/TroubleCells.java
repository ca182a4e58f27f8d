package co.tokenr.it;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import co.tokenr.capture.springai.TokenrAdvisorParams;
import co.tokenr.it.Promise.Outcome;
import co.tokenr.usage.UsageSource;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import reactor.core.Disposable;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientBuilderConfigurer;

/**
 * What goes wrong on the way of a {@code ChatClient}: each attempt that the application
 * makes is an event, and none that the module makes by itself.
 */
final class TroubleCells {

	private static final Duration HASTE = Duration.ofMillis(400);

	private final TestBed bed;

	private final ChatWires wires;

	private TroubleCells(TestBed bed) {
		this.bed = bed;
		this.wires = new ChatWires(bed);
	}

	static List<Cell> of(TestBed bed) {
		TroubleCells cells = new TroubleCells(bed);
		List<Cell> all = new ArrayList<>();
		for (String wire : ChatWires.NAMES) {
			all.addAll(cells.of(wire));
		}
		return all;
	}

	private List<Cell> of(String wire) {
		String target = this.wires.baseUrl(wire);
		String path = URI.create(target).getPath();
		String stalled = this.bed.gate().stalled() + path;
		List<Cell> cells = new ArrayList<>();
		cells.add(cell("500, 500, 200 inside a call", wire, Promise.by("advisor").ending(Outcome.SUCCESS),
				(tenant) -> ask(tenant, client(wire, this.bed.gate().refusing(target, 2, 500) + path)).call()
					.content()));
		cells.add(cell(".retry() on a stream that fails once", wire, retried(wire),
				(tenant) -> ask(tenant, client(wire, this.bed.gate().refusing(target, 1, 400) + path)).stream()
					.content()
					.retry(1)
					.blockLast(ChatWires.PATIENCE)));
		cells.add(cell("structured output retried once", wire, Promise.by("advisor"),
				(tenant) -> ask(tenant, client(wire, target)).advisors(BuiltInAdvisors.validation(Stock.class))
					.call()
					.content()));
		cells.add(cell("stream cancelled before the first chunk", wire,
				Promise.by("advisor").ending(Outcome.cancelled(UsageSource.MISSING)), (tenant) -> {
					Disposable stream = ask(tenant, client(wire, stalled)).stream().content().subscribe();
					Awaitility.await().pollDelay(HASTE).until(() -> true);
					stream.dispose();
				}));
		cells.add(cell("stream cancelled in the middle", wire,
				Promise.by("advisor").ending(Outcome.cancelled(UsageSource.ESTIMATED)),
				(tenant) -> ask(tenant, client(wire))
					.options(ChatOptions.builder().model(ChatWires.model(wire) + "-slow"))
					.stream()
					.content()
					.take(3)
					.blockLast(ChatWires.PATIENCE)));
		cells.add(failing("timeout of a call", wire, ChatWires.model(wire),
				client(wire, ObservationRegistry.NOOP, stalled, HASTE)));
		cells.add(failing("400", wire, ChatWires.model(wire) + "-broken", client(wire)));
		return cells;
	}

	/** A model built by hand has nobody who reads its wire. */
	private static Promise retried(String wire) {
		Promise promise = Promise.by("advisor").ending(Outcome.ERROR, Outcome.SUCCESS);
		return wire.equals(ChatWires.ANTHROPIC)
				? promise.without("Spring AI drops the 5m/1h split of streams", "5m", "1h") : promise;
	}

	private Cell failing(String way, String wire, String model, ChatClient client) {
		return cell(way, wire, Promise.by("advisor").ending(Outcome.ERROR), (tenant) -> {
			try {
				ask(tenant, client).options(ChatOptions.builder().model(model)).call().content();
			}
			catch (RuntimeException ex) {
				return;
			}
			throw new IllegalStateException("The call should have failed");
		});
	}

	private static Cell cell(String way, String wire, Promise promise, Cell.Action action) {
		return new Cell(ChatCells.AUTO, way, wire, promise.inOneRun(), action);
	}

	private static ChatClient.ChatClientRequestSpec ask(String tenant, ChatClient client) {
		return client.prompt("Where is my order?").advisors(TokenrAdvisorParams.customer(tenant));
	}

	/** Of the model that is a bean. */
	private ChatClient client(String wire) {
		return client(this.wires.bean(wire));
	}

	/** Of a further model, on another way to its provider. */
	private ChatClient client(String wire, String baseUrl) {
		return client(wire, this.bed.bean(ObservationRegistry.class), baseUrl, ChatWires.PATIENCE);
	}

	private ChatClient client(String wire, ObservationRegistry registry, String baseUrl, Duration timeout) {
		return client(this.wires.handBuilt(wire, registry, baseUrl, ChatWires.model(wire), timeout));
	}

	private ChatClient client(ChatModel model) {
		return this.bed.bean(ChatClientBuilderConfigurer.class).configure(ChatClient.builder(model)).build();
	}

	/** What no provider answers with. */
	record Stock(int pieces, String article) {
	}

}
