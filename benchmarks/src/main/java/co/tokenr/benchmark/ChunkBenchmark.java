package co.tokenr.benchmark;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

import co.tokenr.capture.ProviderEndpoints;
import co.tokenr.capture.ServedDetails;
import co.tokenr.capture.StreamUsageHint;
import co.tokenr.capture.TraceIds;
import co.tokenr.capture.jtokkit.JtokkitTokenEstimator;
import co.tokenr.capture.springai.SpringAiCapture;
import co.tokenr.capture.springai.SpringAiProviders;
import co.tokenr.capture.springai.TokenrChatClientCustomizer;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.UsageRecorder;
import io.micrometer.observation.ObservationRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.DefaultChatClient.DefaultChatClientRequestSpec;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

/**
 * The chunks of a stream on their way through this starter's two advisors, without what
 * Spring AI itself does around advisors, beside the same chunks on no way at all.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class ChunkBenchmark {

	static final int CHUNKS = 2000;

	private static final UsageRecorder RECORDER = new UsageRecorder() {

		@Override
		public boolean isEnabled() {
			return true;
		}

		@Override
		public void record(CapturedCall call) {
		}

	};

	/** Characters of text in each chunk. */
	@Param({ "16", "4096" })
	public int text;

	/** Whether missing usage is estimated. */
	@Param({ "false", "true" })
	public boolean estimating;

	private Flux<ChatClientResponse> chunks;

	private List<StreamAdvisor> advisors;

	/** Creates the chunks and the advisors. */
	@Setup(Level.Trial)
	public void create() {
		StubChatModel model = new StubChatModel(ObservationRegistry.NOOP, CHUNKS, "x".repeat(this.text));
		this.chunks = Flux.fromArray(Stream.of(model.chunks())
			.map((chunk) -> new ChatClientResponse(chunk, new HashMap<>()))
			.toArray(ChatClientResponse[]::new));
		SpringAiCapture capture = new SpringAiCapture(RECORDER,
				new SpringAiProviders(new ProviderEndpoints(List.of()), (module) -> null), new ServedDetails(),
				TraceIds.NONE, (surface) -> true, this.estimating ? new JtokkitTokenEstimator() : null,
				new StreamUsageHint(), true);
		ChatClient.Builder builder = ChatClient.builder(model);
		new TokenrChatClientCustomizer(capture).customize(builder);
		DefaultChatClientRequestSpec request = (DefaultChatClientRequestSpec) builder.build().prompt();
		this.advisors = request.getAdvisors()
			.stream()
			.filter((advisor) -> advisor.getName().startsWith("tokenr"))
			.map(StreamAdvisor.class::cast)
			.sorted(Comparator.comparingInt(StreamAdvisor::getOrder))
			.toList();
	}

	/**
	 * Streams with nothing between.
	 * @return the last chunk
	 */
	@Benchmark
	@OperationsPerInvocation(CHUNKS)
	public Object bare() {
		return this.chunks.blockLast();
	}

	/**
	 * Streams through the advisors.
	 * @return the last chunk
	 */
	@Benchmark
	@OperationsPerInvocation(CHUNKS)
	public Object advised() {
		ChatClientRequest request = new ChatClientRequest(new Prompt("How did it begin?"), new HashMap<>());
		Chain model = new Chain((any) -> this.chunks);
		Chain usage = new Chain((carried) -> this.advisors.get(1).adviseStream(carried, model));
		return this.advisors.get(0).adviseStream(request, usage).blockLast();
	}

	/** What an advisor calls, as short as can be. */
	private record Chain(Function<ChatClientRequest, Flux<ChatClientResponse>> next) implements StreamAdvisorChain {

		@Override
		public Flux<ChatClientResponse> nextStream(ChatClientRequest request) {
			return this.next.apply(request);
		}

		@Override
		public List<StreamAdvisor> getStreamAdvisors() {
			return List.of();
		}

		@Override
		public StreamAdvisorChain copy(StreamAdvisor after) {
			return this;
		}

		@Override
		public ObservationRegistry getObservationRegistry() {
			return ObservationRegistry.NOOP;
		}

	}

}
