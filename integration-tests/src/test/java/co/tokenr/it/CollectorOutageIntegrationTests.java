package co.tokenr.it;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import co.tokenr.Tokenr;
import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.UsageEvent;
import com.example.demo.DemoCollector;
import com.example.demo.DemoProvider;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The collector goes away and comes back, again and again: callers do not notice, the
 * owner does, and nothing is lost.
 */
class CollectorOutageIntegrationTests {

	private static final Log logger = LogFactory.getLog(CollectorOutageIntegrationTests.class);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int BLOCK = 250;

	/** By how much the 99th percentile may grow while the collector is down. */
	private static final double MAX_RATIO = 1.1;

	/** In how many of the neighbouring blocks, before a greater ratio is not chance. */
	private static final double MAX_SLOWER_PAIRS = 0.75;

	/** By how many milliseconds the median may: steadier, and so the finer sieve. */
	private static final double MAX_DELAY = 0.3;

	/** A noisy neighbour may spoil a series, hardly three; a wait of ours spoils all. */
	private static final int MAX_SERIES = 3;

	private DemoProvider provider;

	private DemoCollector collector;

	private RunningApplication application;

	private ChatClient client;

	private final AtomicBoolean brake = new AtomicBoolean();

	@BeforeEach
	void start() {
		this.provider = DemoProvider.start(0);
		this.collector = DemoCollector.start(0);
		InlineUsageListener waiting = (event) -> {
			if (this.brake.get() && !this.collector.isUp()) {
				LockSupport.parkNanos(Duration.ofMillis(40).toNanos());
			}
		};
		this.application = RunningApplication.start(this.provider, this.collector.trackUrl(), List.of(),
				(context) -> context.getBeanFactory().registerSingleton("waitingListener", waiting));
		this.client = this.application.client("openAiClient");
		call(3000);
	}

	@AfterEach
	void stop() {
		this.collector.up();
		this.application.close();
		this.collector.close();
		this.provider.close();
	}

	@Test
	void callersDoNotWaitWhileTheCollectorIsDownAndNothingIsLost() {
		CallerLatency latency = measure(20, BLOCK);
		for (int series = 1; series < MAX_SERIES && !isUnnoticed(latency); series++) {
			latency = measure(20, BLOCK);
		}
		assertThat(isUnnoticed(latency)).as(latency.toString()).isTrue();

		collectorUp();
		List<String> recorded = recordedIds();
		assertThat(recorded).hasSizeGreaterThan(13000).doesNotHaveDuplicates();
		assertThat(receivedIds()).containsExactlyInAnyOrderElementsOf(recorded);
		assertThat(this.collector.duplicates()).isZero();
		assertThat(health().json().path("details").path("targets").path(0).path("queue_capacity").asInt())
			.isEqualTo(8192);
	}

	/** So that the test above is known to see what it looks for. */
	@Test
	void aListenerThatWaitsForTheCollectorIsSeen() {
		this.brake.set(true);

		CallerLatency latency = measure(4, 50);

		assertThat(isUnnoticed(latency)).as(latency.toString()).isFalse();
		assertThat(latency.ratio()).isGreaterThan(MAX_RATIO);
		assertThat(latency.delay()).isGreaterThan(MAX_DELAY);
	}

	private static boolean isUnnoticed(CallerLatency latency) {
		boolean chance = latency.slowerPairs(MAX_RATIO) <= MAX_SLOWER_PAIRS;
		return (latency.ratio() <= MAX_RATIO || chance) && latency.delay() <= MAX_DELAY;
	}

	/** The order of each two blocks changes, so that neither is always the later one. */
	private CallerLatency measure(int rounds, int calls) {
		CallerLatency latency = new CallerLatency();
		for (int round = 0; round < rounds; round++) {
			boolean upFirst = round % 2 == 0;
			latency.add(upFirst, measureBlock(upFirst, calls));
			latency.add(!upFirst, measureBlock(!upFirst, calls));
		}
		logger.info(latency);
		return latency;
	}

	private long[] measureBlock(boolean up, int calls) {
		if (up) {
			collectorUp();
		}
		else {
			collectorDown();
		}
		return call(calls);
	}

	private long[] call(int times) {
		long[] nanos = new long[times];
		for (int i = 0; i < times; i++) {
			long start = System.nanoTime();
			String answer = this.client.prompt("Where is my parcel?").call().content();
			nanos[i] = System.nanoTime() - start;
			assertThat(answer).startsWith("Thanks for your patience.");
		}
		return nanos;
	}

	private void collectorUp() {
		this.collector.up();
		await().until(() -> flush() && "UP".equals(status()));
	}

	/**
	 * Delivered first what was being delivered: what is cut in the middle comes twice.
	 */
	private void collectorDown() {
		await().until(() -> !this.collector.isUp() || flush());
		this.collector.down();
		call(1);
		await().until(() -> flush() || "DEGRADED".equals(status()));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10));
	}

	private boolean flush() {
		return this.application.bean(Tokenr.class).flush(Duration.ofMillis(200)).waiting() == 0;
	}

	private String status() {
		return health().json().path("status").asString();
	}

	private LocalHttp.Answer health() {
		LocalHttp.Answer answer = this.application.http().get("/actuator/health/tokenr");
		assertThat(answer.status()).isEqualTo(200);
		return answer;
	}

	private List<String> recordedIds() {
		long calls = this.application.bean(Tokenr.class).totals().calls();
		await().until(() -> this.application.listener().events().size() >= calls);
		return this.application.listener().events().stream().map(UsageEvent::id).map(Object::toString).toList();
	}

	private List<String> receivedIds() {
		return this.collector.received().stream().map((event) -> (String) event.get("external_id")).toList();
	}

}
