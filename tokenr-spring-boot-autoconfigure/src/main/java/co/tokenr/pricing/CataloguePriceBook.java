package co.tokenr.pricing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import co.tokenr.usage.CallStatus;
import co.tokenr.usage.Cost;
import co.tokenr.usage.CostDetails;
import co.tokenr.usage.CostStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.ProviderCost;
import org.jspecify.annotations.Nullable;

/**
 * Prices calls by what the application sets, by price files and by the prices that come
 * with this library. Thread-safe; what a call costs in time depends neither on the number
 * of models nor on the number of calls. Reads a file on the caller's thread only where a
 * call ends before its provider's bundled prices were read ahead.
 */
public final class CataloguePriceBook implements PriceBook {

	private final PriceSettings settings;

	private final BundledPrices bundled;

	private final UnmatchedModels unmatched = new UnmatchedModels();

	private volatile Prices prices;

	/**
	 * Creates a price book over the bundled prices.
	 * @param settings what the application says of prices
	 * @param files the price files of the application, used again when they change
	 */
	public CataloguePriceBook(PriceSettings settings, PriceFiles files) {
		this(settings, files, new BundledPrices(BundledPrices.DIRECTORY));
	}

	CataloguePriceBook(PriceSettings settings, PriceFiles files, BundledPrices bundled) {
		this.settings = settings;
		this.bundled = bundled;
		this.prices = prices(files.files());
		files.onChange(this::use);
	}

	private Prices prices(List<PriceFile> files) {
		List<PriceSource> sources = new ArrayList<>(files.size() + 1);
		for (PriceFile file : files) {
			sources.add(0, file);
		}
		sources.add(this.bundled);
		return new Prices(new ModelMatcher(this.settings, sources), new RecentMatches(), List.copyOf(sources));
	}

	/** Uses other files from now on, all at once. */
	private void use(List<PriceFile> files) {
		this.prices = prices(files);
		this.unmatched.clear();
	}

	/**
	 * Reads the bundled prices on a daemon thread that ends with it. To be called when
	 * the first call begins: prices are then there when it ends, and an application that
	 * calls no model never reads them.
	 */
	public void readAhead() {
		Thread thread = new Thread(null, this.bundled::readAll, "tokenr-prices-reader", 0, false);
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public Cost price(LlmCall call) {
		ModelMatch match = match(call);
		if (match == null && call.providerCost() == null && call.status() != CallStatus.ERROR) {
			this.unmatched.add(call.provider(), call.responseModel(), call.requestModel());
		}
		return price(call, match);
	}

	/**
	 * Prices a round trip that did not take place, as {@link #price} does, without noting
	 * its model.
	 * @param call what would have happened
	 * @return its cost
	 */
	public Cost calculate(LlmCall call) {
		return price(call, this.prices.matcher().match(call.provider(), call.responseModel(), call.requestModel()));
	}

	private Cost price(LlmCall call, @Nullable ModelMatch match) {
		Cost cost = Cost.UNPRICED;
		if (match != null) {
			cost = CostCalculator.calculate(call, match, others(call), this.settings.maxAge());
		}
		ProviderCost reported = call.providerCost();
		boolean own = cost.amount() != null
				&& ((match != null && match.isOverride()) || !this.settings.preferProviderCost());
		return (reported == null || own) ? cost : reported(reported, cost);
	}

	/** Finds the prices of models that passes of a call name. */
	private Function<String, @Nullable ModelMatch> others(LlmCall call) {
		if (call.iterations().isEmpty()) {
			return CataloguePriceBook::noMatch;
		}
		ModelMatcher matcher = this.prices.matcher();
		return (model) -> matcher.match(call.provider(), model, null);
	}

	private static @Nullable ModelMatch noMatch(String model) {
		return null;
	}

	private static Cost reported(ProviderCost reported, Cost calculated) {
		boolean comparable = calculated.currency().equals(reported.currency());
		CostDetails details = comparable ? calculated.details()
				: CostDetails.later(() -> CostDetails.of(calculated.basis(), List.of(), calculated.notPriced()));
		return new Cost(reported.amount(), reported.currency(), CostStatus.PROVIDER_REPORTED, details,
				comparable ? calculated.amount() : null, comparable ? calculated.cacheSavings() : null);
	}

	private @Nullable ModelMatch match(LlmCall call) {
		Prices current = this.prices;
		RecentMatches.Names names = new RecentMatches.Names(call.provider(), bounded(call.responseModel()),
				bounded(call.requestModel()));
		RecentMatches.Found known = current.recent().get(names);
		if (known == null) {
			known = new RecentMatches.Found(
					current.matcher().match(names.provider(), names.responseModel(), names.requestModel()));
			current.recent().add(names, known);
		}
		return known.match();
	}

	private static @Nullable String bounded(@Nullable String model) {
		return (model != null && model.length() <= ModelName.MAX_LENGTH) ? model : null;
	}

	/**
	 * Finds the prices of a model.
	 * @param provider who serves it
	 * @param model its name
	 * @return the prices and how the name led to them, empty where there are none
	 */
	public Optional<ModelMatch> resolve(String provider, String model) {
		return Optional.ofNullable(this.prices.matcher().match(provider, model, null));
	}

	/**
	 * Returns the models of recent calls that have a price.
	 * @return the models, at the most some thousand
	 */
	public List<PricedModel> priced() {
		List<PricedModel> priced = new ArrayList<>();
		this.prices.recent().all().forEach((names, found) -> {
			if (found.match() != null) {
				priced
					.add(new PricedModel(names.provider(), names.responseModel(), names.requestModel(), found.match()));
			}
		});
		return priced;
	}

	/**
	 * Returns the models of calls that have no price.
	 * @return the models, at the most 256, those with most calls first
	 */
	public List<UnmatchedModel> unmatched() {
		return this.unmatched.list();
	}

	/**
	 * Returns where prices come from.
	 * @return the sources, the strongest first
	 */
	public List<PriceSourceState> sources() {
		return this.prices.sources().stream().map(PriceSourceState::of).toList();
	}

	private record Prices(ModelMatcher matcher, RecentMatches recent, List<PriceSource> sources) {

	}

}
