package co.tokenr.capture.openai;

import java.util.ArrayList;
import java.util.List;

import co.tokenr.capture.ApplicationBeans;
import co.tokenr.capture.CoverageItem;
import co.tokenr.capture.CoverageSource;
import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;

/**
 * Knows which clients of OpenAI's SDK are wrapped.
 */
public final class OpenAiCoverage implements CoverageSource {

	private static final String SURFACE = "vendor-sdk";

	private static final String SEAM = "openai_sdk";

	private static final String ADVICE = "Of another make than the SDK's own, so that it was not wrapped:"
			+ " wrap by TokenrOpenAi.wrap(client) what it hands its calls to.";

	private final ApplicationBeans beans;

	private final TokenrOpenAi wrapper;

	/**
	 * Creates the source.
	 * @param beans the beans of the application
	 * @param wrapper knows what it wrapped
	 */
	public OpenAiCoverage(ApplicationBeans beans, TokenrOpenAi wrapper) {
		this.beans = beans;
		this.wrapper = wrapper;
	}

	@Override
	public List<CoverageItem> coverage() {
		List<CoverageItem> items = new ArrayList<>();
		items.addAll(this.beans.each(SURFACE, "openai_client_wrapper", TokenrOpenAi.class,
				(name, bean) -> CoverageItem.tracked("openai_client_wrapper", name, SEAM)));
		items.addAll(this.beans.each(SURFACE, "openai_client", OpenAIClient.class,
				(name, client) -> item("openai_client", name, client)));
		items.addAll(this.beans.each(SURFACE, "openai_client_async", OpenAIClientAsync.class,
				(name, client) -> item("openai_client_async", name, client)));
		return items;
	}

	private CoverageItem item(String kind, String name, Object client) {
		return this.wrapper.isWrapped(client) ? CoverageItem.tracked(kind, name, SEAM)
				: CoverageItem.bypassed(kind, name, ADVICE);
	}

}
