package co.tokenr.capture.anthropic;

import java.util.ArrayList;
import java.util.List;

import co.tokenr.capture.ApplicationBeans;
import co.tokenr.capture.CoverageItem;
import co.tokenr.capture.CoverageSource;
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientAsync;

/**
 * Knows which clients of Anthropic's SDK are wrapped.
 */
public final class AnthropicCoverage implements CoverageSource {

	private static final String SURFACE = "vendor-sdk";

	private static final String SEAM = "anthropic_sdk";

	private static final String ADVICE = "Of another make than the SDK's own, so that it was not wrapped:"
			+ " wrap by TokenrAnthropic.wrap(client) what it hands its calls to.";

	private final ApplicationBeans beans;

	private final TokenrAnthropic wrapper;

	/**
	 * Creates the source.
	 * @param beans the beans of the application
	 * @param wrapper knows what it wrapped
	 */
	public AnthropicCoverage(ApplicationBeans beans, TokenrAnthropic wrapper) {
		this.beans = beans;
		this.wrapper = wrapper;
	}

	@Override
	public List<CoverageItem> coverage() {
		List<CoverageItem> items = new ArrayList<>();
		items.addAll(this.beans.each(SURFACE, "anthropic_client_wrapper", TokenrAnthropic.class,
				(name, bean) -> CoverageItem.tracked("anthropic_client_wrapper", name, SEAM)));
		items.addAll(this.beans.each(SURFACE, "anthropic_client", AnthropicClient.class,
				(name, client) -> item("anthropic_client", name, client)));
		items.addAll(this.beans.each(SURFACE, "anthropic_client_async", AnthropicClientAsync.class,
				(name, client) -> item("anthropic_client_async", name, client)));
		return items;
	}

	private CoverageItem item(String kind, String name, Object client) {
		return this.wrapper.isWrapped(client) ? CoverageItem.tracked(kind, name, SEAM)
				: CoverageItem.bypassed(kind, name, ADVICE);
	}

}
