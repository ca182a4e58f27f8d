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
import co.tokenr.usage.Operation;
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

	private final Map<Operation, Map<CallStatus, Timer>> timers = new ConcurrentHashMap<>(2);

	private final Map<Operation, Map<CallStatus, Timer>> streamTimers = new ConcurrentHashMap<>(2);

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
		long cached = orZero(usage.cacheReadInput());
		long written = orZero(usage.cacheCreationInput());
		long thought = orZero(usage.reasoningOutput());
		increment(this.input, orZero(usage.input()) - cached - written);
		increment(this.cacheRead, cached);
		increment(this.cacheCreation, written);
		increment(this.output, orZero(usage.output()) - thought);
		increment(this.reasoning, thought);
	}

	private static long orZero(@Nullable Long count) {
		return (count != null) ? count : 0;
	}

	private static void increment(Counter counter, long count) {
		if (count > 0) {
			counter.increment((double) count);
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

	/** Finds it without making a key. */
	private Timer timer(LlmCall call) {
		Map<Operation, Map<CallStatus, Timer>> all = call.streaming() ? this.streamTimers : this.timers;
		Map<CallStatus, Timer> ofOperation = all.get(call.operation());
		Timer timer = (ofOperation != null) ? ofOperation.get(call.status()) : null;
		return (timer != null) ? timer
				: all.computeIfAbsent(call.operation(), (operation) -> new ConcurrentHashMap<>(2))
					.computeIfAbsent(call.status(), (status) -> newTimer(call));
	}

	private Timer newTimer(LlmCall call) {
		return Timer.builder(TokenrMeter.CALL_DURATION.getName())
			.description("From the call to the end of its answer")
			.tags(this.tags.and("operation", call.operation().value(), "status", call.status().value(), "streaming",
					Boolean.toString(call.streaming())))
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

}
