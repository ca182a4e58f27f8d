package co.tokenr.report;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import co.tokenr.attribution.Attribution;
import co.tokenr.usage.Cost;
import co.tokenr.usage.CostStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.LlmCallBuilder;
import co.tokenr.usage.Origin;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageSource;

/**
 * Events for tests of delivery.
 */
public final class TestEvents {

	public static final Instant OCCURRED_AT = Instant.parse("2026-03-04T05:06:07.089Z");

	private TestEvents() {
	}

	public static UsageEvent event() {
		return event(call(), Attribution.NONE);
	}

	public static UsageEvent named(String agent) {
		return event(call(), Attribution.builder().agent(agent).build());
	}

	public static List<UsageEvent> numbered(int count) {
		List<UsageEvent> events = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			events.add(named("agent-" + i));
		}
		return events;
	}

	public static List<String> ids(List<UsageEvent> events) {
		return events.stream().map((event) -> event.id().toString()).toList();
	}

	public static List<StoredEvent> stored(UsageEvent... events) {
		return stored(List.of(events));
	}

	public static List<StoredEvent> stored(List<UsageEvent> events) {
		return events.stream().map(StoredEvent::of).toList();
	}

	public static LlmCallBuilder call() {
		return LlmCall.builder("test")
			.occurredAt(OCCURRED_AT)
			.provider("openai")
			.requestModel("gpt-4o")
			.latency(Duration.ofNanos(1_234_567_890))
			.usage(TokenCounts.builder().input(100L).cacheReadInput(30L).cacheCreationInput(20L).output(7L).build(),
					UsageSource.PROVIDER);
	}

	public static UsageEvent event(LlmCallBuilder call, Attribution attribution) {
		return new UsageEvent(call.build(), attribution, cost("0.00001"), new Origin("shop", "test", "i-1"));
	}

	public static Cost cost(String amount) {
		return new Cost(new BigDecimal(amount), "USD", CostStatus.EXACT, "card", null, null, List.of());
	}

}
