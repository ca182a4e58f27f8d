package co.tokenr.capture;

import java.util.List;

import co.tokenr.attribution.AttributionResolver;

/**
 * Knows who is asked whom a call belongs to.
 */
public final class ResolverCoverage implements CoverageSource {

	private final ApplicationBeans beans;

	/**
	 * Creates the source.
	 * @param beans the beans of the application
	 */
	public ResolverCoverage(ApplicationBeans beans) {
		this.beans = beans;
	}

	@Override
	public List<CoverageItem> coverage() {
		return this.beans.each("attribution", "attribution_resolver", AttributionResolver.class,
				(name, resolver) -> item(name, resolver));
	}

	/** The one for Spring Security can be told to answer nothing. */
	private static CoverageItem item(String name, AttributionResolver resolver) {
		return (resolver == AttributionResolver.NONE)
				? CoverageItem.off("attribution_resolver", name, "tokenr.attribution.security-principal=none")
				: CoverageItem.tracked("attribution_resolver", name, "attribution");
	}

}
