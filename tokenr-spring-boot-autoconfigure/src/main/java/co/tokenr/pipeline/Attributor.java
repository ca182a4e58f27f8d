package co.tokenr.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.attribution.AttributionResolver;
import co.tokenr.attribution.Resolution;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.UsageEventCustomizer;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * Says whom a call is charged to: defaults, then what resolvers, its scopes and its
 * request say, then what customizers add, and what resolvers locked over all.
 */
public final class Attributor {

	private final Attribution defaults;

	private final SingletonSupplier<List<UsageEventCustomizer>> customizers;

	private final SingletonSupplier<List<AttributionResolver>> resolvers;

	private final PipelineCounts counts;

	/**
	 * Creates an attributor that asks no resolver.
	 * @param defaults what holds where nothing nearer is said
	 * @param customizers finds those who may add tags or veto, in their order; asked
	 * once, at the first call
	 * @param counts counts failing customizers
	 */
	public Attributor(Attribution defaults, Supplier<List<UsageEventCustomizer>> customizers, PipelineCounts counts) {
		this(defaults, customizers, List::of, counts);
	}

	/**
	 * Creates an attributor.
	 * @param defaults what holds where nothing nearer is said
	 * @param customizers finds those who may add tags or veto, in their order; asked
	 * once, at the first call
	 * @param resolvers finds those who know whom a call belongs to, in their order; asked
	 * once, at the first call
	 * @param counts counts failing customizers and resolvers
	 */
	public Attributor(Attribution defaults, Supplier<List<UsageEventCustomizer>> customizers,
			Supplier<List<AttributionResolver>> resolvers, PipelineCounts counts) {
		this.defaults = defaults;
		this.customizers = SingletonSupplier.of(customizers);
		this.resolvers = SingletonSupplier.of(resolvers);
		this.counts = counts;
	}

	/**
	 * Asks the resolvers of a call that begins.
	 * @param around the scopes in which it begins
	 * @param reactorContext the Reactor context in which it begins, if any
	 * @return the scopes with what the resolvers say
	 */
	AttributionContext resolve(AttributionContext around, @Nullable Object reactorContext) {
		@Nullable List<AttributionResolver> all = this.counts.guard(this, this.resolvers);
		if (all == null || all.isEmpty()) {
			return around;
		}
		Resolution resolution = Resolution.NONE;
		for (AttributionResolver resolver : all) {
			@Nullable Resolution answer = this.counts.guard(resolver, () -> resolver.resolve(() -> reactorContext));
			resolution = (answer != null) ? resolution.over(answer) : resolution;
		}
		return around.with(resolution);
	}

	/**
	 * Attributes a call.
	 * @param call the call
	 * @return its attribution, {@code null} where a customizer vetoed it
	 */
	@Nullable Attribution attribute(CapturedCall call) {
		Resolution resolution = call.context().resolution();
		Attribution attribution = this.defaults.overlaidBy(call.attribution());
		@Nullable List<UsageEventCustomizer> all = this.counts.guard(this, this.customizers);
		if (all == null || all.isEmpty()) {
			return resolution.lock(attribution);
		}
		CollectedEdits edits = new CollectedEdits();
		for (UsageEventCustomizer customizer : all) {
			this.counts.guard(customizer, () -> customizer.customize(call, edits));
		}
		return edits.vetoed ? null
				: resolution.lock(attribution.overlaidBy(Attribution.builder().tags(edits.tags).build()));
	}

	private static final class CollectedEdits implements UsageEventCustomizer.Edits {

		private final Map<String, String> tags = new LinkedHashMap<>();

		private boolean vetoed;

		@Override
		public void tag(String key, String value) {
			this.tags.put(key, value);
		}

		@Override
		public void veto() {
			this.vetoed = true;
		}

	}

}
