package co.tokenr.capture.restclient;

import java.util.List;

import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Adds the interceptor, once, to the clients whose builders Spring Boot supplies. Adds
 * nothing while calls are not recorded.
 */
public final class RestClientUsageCustomizer implements RestClientCustomizer, RestTemplateCustomizer {

	private final UsageRequestInterceptor interceptor;

	/**
	 * Creates a customizer.
	 * @param interceptor watches the requests
	 */
	public RestClientUsageCustomizer(UsageRequestInterceptor interceptor) {
		this.interceptor = interceptor;
	}

	@Override
	public void customize(RestClient.Builder builder) {
		if (this.interceptor.isEnabled()) {
			builder.requestInterceptors(this::add);
		}
	}

	@Override
	public void customize(RestTemplate restTemplate) {
		if (this.interceptor.isEnabled()) {
			add(restTemplate.getInterceptors());
		}
	}

	/** Behind those that are there: what they retry are round trips of their own. */
	private void add(List<ClientHttpRequestInterceptor> interceptors) {
		if (interceptors.stream().noneMatch(UsageRequestInterceptor.class::isInstance)) {
			interceptors.add(this.interceptor);
		}
	}

}
