package co.tokenr.metrics;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import co.tokenr.usage.CallStatus;
import co.tokenr.usage.Cost;
import co.tokenr.usage.CostStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.ProviderCost;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one combination of tags, found once.
 */
final class UsageSeries {

	private static final Duration[] OBJECTIVES = { Duration.ofMillis(250), Duration.ofMillis(500),
			Duration.ofSeconds(1), Duration.ofMillis(2500), Duration.ofSeconds(5), Duration.ofSeconds(10),
			Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(120) };

	private final MeterRegistry registry;

	private final Tags tags;

	private final Tags model;

	private final Counter input;

	private final Counter cacheRead;

	private final Counter cacheCreation;

	private final Counter output;

	private final Counter reasoning;

	private final Counter unpriced;

	private final Map<CallStatus, Counter> missing = new EnumMap<>(CallStatus.class);

	private final Map<String, Counter> cost = new ConcurrentHashMap<>(2);

	private final Map<DriftKey, Counter> drift = new ConcurrentHashMap<>(2);

	private final Map<TimerKey, Timer> timers = new ConcurrentHashMap<>(4);

	private volatile @Nullable Timer firstToken;

	UsageSeries(MeterRegistry registry, Tags tags, Tags model) {
		this.registry = registry;
		this.tags = tags;
		this.model = model;
		this.input = tokens("input");
		this.cacheRead = tokens("cache_read");
		this.cacheCreation = tokens("cache_creation");
		this.output = tokens("output");
		this.reasoning = tokens("reasoning");
		this.unpriced = counter(TokenrMeter.UNPRICED_CALLS, model);
		for (CallStatus status : CallStatus.values()) {
			this.missing.put(status, counter(TokenrMeter.USAGE_MISSING, model.and("status", status.value())));
		}
	}

	void add(UsageEvent event) {
		LlmCall call = event.call();
		tokens(call.usage());
		if (call.usageSource() == UsageSource.MISSING) {
			Objects.requireNonNull(this.missing.get(call.status())).increment();
		}
		cost(event.cost(), call.usageSource());
		drift(event.cost(), call.providerCost());
		if (call.latency() != null) {
			timer(call).record(call.latency());
		}
		if (call.timeToFirstToken() != null) {
			firstToken().record(call.timeToFirstToken());
		}
	}

	private void tokens(TokenCounts usage) {
		increment(this.input, usage.uncachedInput());
		increment(this.cacheRead, usage.cacheReadInput());
		increment(this.cacheCreation, usage.cacheCreationInput());
		increment(this.output, usage.answerOutput());
		increment(this.reasoning, usage.reasoningOutput());
	}

	private static void increment(Counter counter, @Nullable Long count) {
		if (count != null && count > 0) {
			counter.increment(count);
		}
	}

	private void cost(Cost cost, UsageSource source) {
		if (cost.amount() == null) {
			this.unpriced.increment((source != UsageSource.MISSING) ? 1 : 0);
			return;
		}
		Counter counter = this.cost.get(cost.currency());
		if (counter == null) {
			counter = this.cost.computeIfAbsent(cost.currency(),
					(currency) -> counter(TokenrMeter.COST, this.tags.and("currency", currency)));
		}
		counter.increment(cost.amount().doubleValue());
	}

	private void drift(Cost cost, @Nullable ProviderCost reported) {
		BigDecimal calculated = (cost.status() != CostStatus.PROVIDER_REPORTED) ? cost.amount() : cost.calculated();
		if (reported == null || calculated == null || !reported.currency().equals(cost.currency())) {
			return;
		}
		BigDecimal difference = reported.amount().subtract(calculated);
		if (difference.signum() != 0) {
			String direction = (difference.signum() > 0) ? "above" : "below";
			this.drift
				.computeIfAbsent(new DriftKey(cost.currency(), direction),
						(key) -> counter(TokenrMeter.PROVIDER_COST_DRIFT,
								this.model.and("currency", key.currency(), "direction", key.direction())))
				.increment(difference.abs().doubleValue());
		}
	}

	private Timer timer(LlmCall call) {
		TimerKey key = new TimerKey(call.operation().value(), call.status().value(), call.streaming());
		Timer timer = this.timers.get(key);
		return (timer != null) ? timer : this.timers.computeIfAbsent(key, this::timer);
	}

	private Timer timer(TimerKey key) {
		return Timer.builder(TokenrMeter.CALL_DURATION.getName())
			.description("From the call to the end of its answer")
			.tags(this.tags.and("operation", key.operation(), "status", key.status(), "streaming",
					Boolean.toString(key.streaming())))
			.serviceLevelObjectives(OBJECTIVES)
			.register(this.registry);
	}

	private Timer firstToken() {
		Timer timer = this.firstToken;
		if (timer == null) {
			timer = Timer.builder(TokenrMeter.TIME_TO_FIRST_TOKEN.getName())
				.description("From the call to the first streamed chunk")
				.tags(this.tags)
				.serviceLevelObjectives(OBJECTIVES)
				.register(this.registry);
			this.firstToken = timer;
		}
		return timer;
	}

	private Counter tokens(String type) {
		return counter(TokenrMeter.TOKENS, this.tags.and("token.type", type));
	}

	private Counter counter(TokenrMeter meter, Tags tags) {
		return Counter.builder(meter.getName()).baseUnit(meter.getBaseUnit()).tags(tags).register(this.registry);
	}

	private record DriftKey(String currency, String direction) {
	}

	private record TimerKey(String operation, String status, boolean streaming) {
	}

}
