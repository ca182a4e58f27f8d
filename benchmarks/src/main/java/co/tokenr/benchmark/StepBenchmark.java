package co.tokenr.benchmark;

import java.util.List;
import java.util.concurrent.TimeUnit;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionScope;
import co.tokenr.ledger.RunningTotals;
import co.tokenr.metrics.UsageMeterConvention;
import co.tokenr.metrics.UsageMeters;
import co.tokenr.pricing.CataloguePriceBook;
import co.tokenr.pricing.ModelMatch;
import co.tokenr.pricing.PriceFiles;
import co.tokenr.pricing.PriceSettings;
import co.tokenr.report.JsonWriter;
import co.tokenr.usage.Cost;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.Origin;
import co.tokenr.usage.UsageEvent;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The steps of recording an event, each by itself.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class StepBenchmark {

	private final CataloguePriceBook prices = new CataloguePriceBook(PriceSettings.DEFAULTS,
			new PriceFiles(List.of(), PriceFiles.INTERVAL));

	private final LlmCall plain = Calls.plain();

	private final LlmCall tiered = Calls.tiered();

	private final LlmCall scheduled = Calls.scheduled();

	private final UsageMeters meters = new UsageMeters(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
			UsageMeterConvention.of(List.of("agent", "feature", "team")), 100, 1000);

	private final RunningTotals totals = new RunningTotals();

	private final JsonWriter json = new JsonWriter();

	private UsageEvent event;

	/** Creates what the steps need. */
	@Setup(Level.Trial)
	public void create() {
		this.event = new UsageEvent(this.plain, Starter.ATTRIBUTION, priced(this.plain),
				new Origin("benchmark", "test", "1"));
		priced(this.tiered);
		priced(this.scheduled);
	}

	private Cost priced(LlmCall call) {
		Cost cost = this.prices.price(call);
		if (cost.amount() == null) {
			throw new IllegalStateException(call.model() + " has no price");
		}
		return cost;
	}

	/**
	 * Finds the prices of a model by its name, as at its first call.
	 * @return what was found
	 */
	@Benchmark
	public ModelMatch priceLookUp() {
		return this.prices.resolve("openai", "gpt-4o-mini").orElseThrow();
	}

	/**
	 * Prices a call at a plain price.
	 * @return the cost
	 */
	@Benchmark
	public Cost pricePlain() {
		return this.prices.price(this.plain);
	}

	/**
	 * Prices a call at the price of a tier.
	 * @return the cost
	 */
	@Benchmark
	public Cost priceTiered() {
		return this.prices.price(this.tiered);
	}

	/**
	 * Prices a call at a price by the time of day.
	 * @return the cost
	 */
	@Benchmark
	public Cost priceScheduled() {
		return this.prices.price(this.scheduled);
	}

	/** Updates the meters. */
	@Benchmark
	public void meters() {
		this.meters.onUsage(this.event);
	}

	/** Adds to the running totals. */
	@Benchmark
	public void totals() {
		this.totals.onUsage(this.event);
	}

	/**
	 * Writes an event down as JSON.
	 * @return the bytes
	 */
	@Benchmark
	public byte[] json() {
		return this.json.write(this.event);
	}

	/**
	 * Opens a scope and closes it.
	 * @return what held in it
	 */
	@Benchmark
	public Attribution scope() {
		try (AttributionScope scope = AttributionScope.open(Starter.ATTRIBUTION)) {
			return scope.context().attribution();
		}
	}

}
