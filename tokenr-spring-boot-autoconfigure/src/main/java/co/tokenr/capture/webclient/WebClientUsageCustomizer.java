package co.tokenr.capture.webclient;

import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Adds the filter, once, to the clients whose builders Spring Boot supplies.
 */
public final class WebClientUsageCustomizer implements WebClientCustomizer {

	private final UsageExchangeFilter filter;

	/**
	 * Creates a customizer.
	 * @param filter watches the requests
	 */
	public WebClientUsageCustomizer(UsageExchangeFilter filter) {
		this.filter = filter;
	}

	@Override
	public void customize(WebClient.Builder builder) {
		builder.filters((filters) -> {
			if (filters.stream().noneMatch(UsageExchangeFilter.class::isInstance)) {
				filters.add(this.filter);
			}
		});
	}

}
