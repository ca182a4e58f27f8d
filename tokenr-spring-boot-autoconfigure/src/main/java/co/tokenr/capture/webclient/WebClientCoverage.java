package co.tokenr.capture.webclient;

import java.util.ArrayList;
import java.util.List;

import co.tokenr.capture.ApplicationBeans;
import co.tokenr.capture.CoverageItem;
import co.tokenr.capture.CoverageSource;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Knows which {@code WebClient} has the filter.
 */
public final class WebClientCoverage implements CoverageSource {

	private static final String SURFACE = "web-client";

	private static final String SEAM = "web_client";

	private static final String ADVICE = "Does not have our filter. If it calls models, build it from the injected"
			+ " WebClient.Builder, or add the bean UsageExchangeFilter to it.";

	private final ApplicationBeans beans;

	/**
	 * Creates the source.
	 * @param beans the beans of the application
	 */
	public WebClientCoverage(ApplicationBeans beans) {
		this.beans = beans;
	}

	@Override
	public List<CoverageItem> coverage() {
		List<CoverageItem> items = new ArrayList<>();
		items.addAll(this.beans.each(SURFACE, "web_client_filter", UsageExchangeFilter.class,
				(name, bean) -> CoverageItem.tracked("web_client_filter", name, SEAM)));
		items.addAll(this.beans.eachBuilder(SURFACE, "web_client_builder", WebClient.Builder.class,
				"org.springframework.boot", SEAM,
				(name, builder) -> item("web_client_builder", name, builder.clone())));
		items.addAll(this.beans.each(SURFACE, "web_client", WebClient.class,
				(name, client) -> item("web_client", name, client.mutate())));
		return items;
	}

	/** A copy of a builder shows what a client does not. */
	private static CoverageItem item(String kind, String name, WebClient.Builder copy) {
		List<ExchangeFilterFunction> filters = new ArrayList<>();
		copy.filters(filters::addAll);
		return filters.stream().anyMatch(UsageExchangeFilter.class::isInstance) ? CoverageItem.tracked(kind, name, SEAM)
				: CoverageItem.bypassed(kind, name, ADVICE);
	}

}
