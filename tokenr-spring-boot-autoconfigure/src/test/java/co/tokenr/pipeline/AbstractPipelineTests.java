package co.tokenr.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.pricing.PriceBook;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.Cost;
import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.Origin;
import co.tokenr.usage.TestEvents;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageEventCustomizer;
import co.tokenr.usage.UsageListener;
import org.junit.jupiter.api.AfterEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pipeline whose events end in a list.
 */
abstract class AbstractPipelineTests {

	static final Origin ORIGIN = new Origin("shop", "test", "shop-1");

	final List<UsageEvent> events = new CopyOnWriteArrayList<>();

	final InlineUsageListener recorder = this.events::add;

	final PipelineCounts counts = new PipelineCounts();

	Attribution defaults = Attribution.NONE;

	PriceBook prices = (call) -> Cost.UNPRICED;

	private final List<EventPublisher> publishers = new ArrayList<>();

	@AfterEach
	void close() {
		this.publishers.forEach(EventPublisher::close);
	}

	UsagePipeline pipeline() {
		return pipeline(List.of(this.recorder));
	}

	UsagePipeline pipeline(List<UsageListener> listeners, UsageEventCustomizer... customizers) {
		return pipeline(publisher(listeners), customizers);
	}

	UsagePipeline pipeline(EventPublisher publisher, UsageEventCustomizer... customizers) {
		return new UsagePipeline(() -> true, ORIGIN, new UsageEstimation(() -> false, new PipelineCounts()),
				new Attributor(this.defaults, () -> Arrays.asList(customizers), this.counts), this.prices, publisher,
				this.counts);
	}

	EventPublisher publisher(List<UsageListener> listeners) {
		EventPublisher publisher = new EventPublisher(() -> listeners, this.counts);
		this.publishers.add(publisher);
		return publisher;
	}

	static CapturedCall call() {
		return CapturedCall.of(TestEvents.call().build(), AttributionContext.current(), Attribution.NONE);
	}

	static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
