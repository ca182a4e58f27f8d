package co.tokenr.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionScope;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageListener;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventPublisher} and {@link ListenerDispatcher}.
 */
class EventPublisherTests extends AbstractPipelineTests {

	@Test
	void companionsHearOnlyOfWhatRanInsideTheirScope() {
		List<LlmCall> outerHeard = new ArrayList<>();
		List<LlmCall> innerHeard = new ArrayList<>();
		InlineUsageListener outerListener = (event) -> outerHeard.add(event.call());
		InlineUsageListener innerListener = (event) -> innerHeard.add(event.call());
		UsagePipeline pipeline = pipeline();
		pipeline.record(call());
		CapturedCall inOuter;
		CapturedCall inInner;
		try (AttributionScope outer = AttributionScope.open(Attribution.NONE, outerListener)) {
			inOuter = call();
			pipeline.record(inOuter);
			try (AttributionScope inner = AttributionScope.open(Attribution.NONE, innerListener)) {
				inInner = call();
				pipeline.record(inInner);
			}
		}
		pipeline.record(call());
		assertThat(outerHeard).containsExactly(inOuter.facts(), inInner.facts());
		assertThat(innerHeard).containsExactly(inInner.facts());
		assertThat(this.events).hasSize(4);
	}

	@Test
	void inlineListenersRunOnTheCallersThreadAndOthersOffIt() {
		List<Thread> inline = new CopyOnWriteArrayList<>();
		List<Thread> dispatched = new CopyOnWriteArrayList<>();
		InlineUsageListener inlineListener = (event) -> inline.add(Thread.currentThread());
		UsageListener dispatchedListener = (event) -> dispatched.add(Thread.currentThread());
		pipeline(List.of(dispatchedListener, inlineListener)).record(call());
		assertThat(inline).containsExactly(Thread.currentThread());
		Awaitility.await().untilAsserted(() -> assertThat(dispatched).hasSize(1));
		assertThat(dispatched).doesNotContain(Thread.currentThread()).allMatch(Thread::isDaemon);
	}

	@Test
	void noThreadIsWokenForListenersThatDoNotListen() {
		List<LlmCall> heard = new CopyOnWriteArrayList<>();
		AtomicBoolean listening = new AtomicBoolean();
		UsageListener listener = new UsageListener() {

			@Override
			public void onUsage(UsageEvent event) {
				heard.add(event.call());
			}

			@Override
			public boolean isListening() {
				return listening.get();
			}

		};
		UsagePipeline pipeline = pipeline(List.of(listener));
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		pipeline.record(call());
		assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> !before.contains(thread))
			.noneMatch((thread) -> thread.getName().equals("tokenr-listeners"));
		listening.set(true);
		CapturedCall second = call();
		pipeline.record(second);
		Awaitility.await().untilAsserted(() -> assertThat(heard).containsExactly(second.facts()));
	}

	@Test
	void aListenerThatCannotSayWhetherItListensIsLeftOutAndCounted() {
		UsageListener failing = new UsageListener() {

			@Override
			public void onUsage(UsageEvent event) {
				throw new AssertionError("It does not listen");
			}

			@Override
			public boolean isListening() {
				throw new IllegalStateException("planted");
			}

		};
		List<LlmCall> heard = new CopyOnWriteArrayList<>();
		CapturedCall call = call();
		pipeline(List.of(failing, (event) -> heard.add(event.call()))).record(call);
		Awaitility.await().untilAsserted(() -> assertThat(heard).containsExactly(call.facts()));
		assertThat(this.counts.failures()).isEqualTo(2);
	}

	@Test
	void dispatchedListenersAreToldInTheOrderOfTheEvents() {
		List<LlmCall> heard = new CopyOnWriteArrayList<>();
		UsageListener listener = (event) -> heard.add(event.call());
		UsagePipeline pipeline = pipeline(List.of(listener));
		List<CapturedCall> calls = Stream.generate(AbstractPipelineTests::call).limit(200).toList();
		calls.forEach(pipeline::record);
		Awaitility.await()
			.untilAsserted(() -> assertThat(heard)
				.containsExactlyElementsOf(calls.stream().map(CapturedCall::facts).toList()));
	}

	@Test
	void aStuckListenerNeitherBlocksTheCallerNorHoldsMoreThanTheBound() {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch stuck = new CountDownLatch(1);
		List<LlmCall> heard = new CopyOnWriteArrayList<>();
		UsageListener listener = (event) -> {
			stuck.countDown();
			await(release);
			heard.add(event.call());
		};
		UsagePipeline pipeline = pipeline(List.of(listener, this.recorder));
		pipeline.record(call());
		await(stuck);
		for (int i = 0; i < 5000; i++) {
			pipeline.record(call());
		}
		// not one of them was heard, so no call can have waited for the listener
		assertThat(heard).isEmpty();
		assertThat(this.events).hasSize(5001);
		assertThat(this.counts.undispatchedEvents()).isEqualTo(5000 - 4096);
		release.countDown();
		Awaitility.await().untilAsserted(() -> assertThat(heard).hasSize(1 + 4096));
	}

	@Test
	void closingHandsOverWhatWaits() {
		CountDownLatch release = new CountDownLatch(1);
		List<LlmCall> heard = new CopyOnWriteArrayList<>();
		EventPublisher publisher = publisher(List.of((UsageListener) (event) -> {
			await(release);
			heard.add(event.call());
		}));
		UsagePipeline pipeline = pipeline(publisher);
		for (int i = 0; i < 100; i++) {
			pipeline.record(call());
		}
		release.countDown();
		publisher.close();
		assertThat(heard).hasSize(100);
		pipeline.record(call());
		assertThat(this.counts.undispatchedEvents()).isOne();
	}

	@Test
	void closingGivesAStuckListenerUpAndCountsWhatItMissed() {
		CountDownLatch never = new CountDownLatch(1);
		CountDownLatch stuck = new CountDownLatch(1);
		EventPublisher publisher = publisher(List.of((UsageListener) (event) -> {
			stuck.countDown();
			await(never);
		}));
		UsagePipeline pipeline = pipeline(publisher);
		for (int i = 0; i < 10; i++) {
			pipeline.record(call());
		}
		await(stuck);
		publisher.close();
		assertThat(this.counts.undispatchedEvents()).isEqualTo(9);
	}

	@Test
	void closingOnAnInterruptedThreadCountsWhatIsLeftBehindAndKeepsTheInterrupt() {
		CountDownLatch never = new CountDownLatch(1);
		CountDownLatch stuck = new CountDownLatch(1);
		EventPublisher publisher = publisher(List.of((UsageListener) (event) -> {
			stuck.countDown();
			await(never);
		}));
		UsagePipeline pipeline = pipeline(publisher);
		for (int i = 0; i < 10; i++) {
			pipeline.record(call());
		}
		await(stuck);
		Thread.currentThread().interrupt();
		publisher.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.counts.undispatchedEvents()).isEqualTo(9);
	}

	@Test
	void listenersAreSearchedForOnceAndNotBeforeTheyAreNeeded() {
		List<String> searches = new ArrayList<>();
		Supplier<List<UsageListener>> search = () -> {
			searches.add("search");
			return List.of(this.recorder);
		};
		EventPublisher unused = new EventPublisher(search, this.counts);
		unused.close();
		assertThat(searches).as("a publisher that never published").isEmpty();
		EventPublisher publisher = new EventPublisher(search, this.counts);
		UsagePipeline pipeline = pipeline(publisher);
		assertThat(searches).isEmpty();
		publisher.prepare();
		assertThat(searches).hasSize(1);
		pipeline.record(call());
		pipeline.record(call());
		assertThat(searches).hasSize(1);
		assertThat(this.events).hasSize(2);
	}

}
