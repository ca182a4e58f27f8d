package co.tokenr.capture.restclient;

import java.util.ArrayList;
import java.util.List;

import co.tokenr.capture.ApplicationBeans;
import co.tokenr.capture.CoverageItem;
import co.tokenr.capture.CoverageSource;

import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.util.ClassUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Knows which {@code RestClient} and {@code RestTemplate} have the interceptor.
 */
public final class RestClientCoverage implements CoverageSource {

	private static final String SURFACE = "rest-client";

	private static final String SEAM = "rest_client";

	private static final String BOOT = "org.springframework.boot";

	private static final String ADVICE = "Does not have our interceptor. If it calls models, build it from the"
			+ " injected RestClient.Builder or RestTemplateBuilder, or add the bean UsageRequestInterceptor to it.";

	private final ApplicationBeans beans;

	/**
	 * Creates the source.
	 * @param beans the beans of the application
	 */
	public RestClientCoverage(ApplicationBeans beans) {
		this.beans = beans;
	}

	@Override
	public List<CoverageItem> coverage() {
		List<CoverageItem> items = new ArrayList<>();
		items.addAll(this.beans.each(SURFACE, "rest_client_interceptor", UsageRequestInterceptor.class,
				(name, bean) -> CoverageItem.tracked("rest_client_interceptor", name, SEAM)));
		items.addAll(this.beans.eachBuilder(SURFACE, "rest_client_builder", RestClient.Builder.class, BOOT, SEAM,
				(name, builder) -> item("rest_client_builder", name, interceptors(builder.clone()))));
		items.addAll(this.beans.each(SURFACE, "rest_client", RestClient.class,
				(name, client) -> item("rest_client", name, interceptors(client.mutate()))));
		items.addAll(this.beans.each(SURFACE, "rest_template", RestTemplate.class,
				(name, template) -> item("rest_template", name, template.getInterceptors())));
		if (ClassUtils.isPresent("org.springframework.boot.restclient.RestTemplateBuilder", null)) {
			items.addAll(Templates.builders(this.beans));
		}
		return items;
	}

	/** A copy of a builder shows what a client does not. */
	private static List<ClientHttpRequestInterceptor> interceptors(RestClient.Builder copy) {
		List<ClientHttpRequestInterceptor> seen = new ArrayList<>();
		copy.requestInterceptors(seen::addAll);
		return seen;
	}

	private static CoverageItem item(String kind, String name, List<ClientHttpRequestInterceptor> interceptors) {
		return interceptors.stream().anyMatch(UsageRequestInterceptor.class::isInstance)
				? CoverageItem.tracked(kind, name, SEAM) : CoverageItem.bypassed(kind, name, ADVICE);
	}

	/** Needs Spring Boot's own support of {@code RestTemplate}. */
	private static final class Templates {

		static List<CoverageItem> builders(ApplicationBeans beans) {
			return beans.eachBuilder(SURFACE, "rest_template_builder", RestTemplateBuilder.class, BOOT, SEAM,
					(name, builder) -> CoverageItem.unknown("rest_template_builder", name,
							"Cannot tell what it adds: let RestTemplateBuilderConfigurer configure it."));
		}

	}

}
