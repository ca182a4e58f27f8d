package co.tokenr.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import co.tokenr.attribution.Attribution;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.UsageEventCustomizer;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * Says whom a call is charged to: defaults, then what its scopes and its request say,
 * then what customizers add.
 */
public final class Attributor {

	private final Attribution defaults;

	private final SingletonSupplier<List<UsageEventCustomizer>> customizers;

	private final PipelineCounts counts;

	/**
	 * Creates an attributor.
	 * @param defaults what holds where nothing nearer is said
	 * @param customizers finds those who may add tags or veto, in their order; asked
	 * once, at the first call
	 * @param counts counts failing customizers
	 */
	public Attributor(Attribution defaults, Supplier<List<UsageEventCustomizer>> customizers, PipelineCounts counts) {
		this.defaults = defaults;
		this.customizers = SingletonSupplier.of(customizers);
		this.counts = counts;
	}

	/**
	 * Attributes a call.
	 * @param call the call
	 * @return its attribution, {@code null} where a customizer vetoed it
	 */
	@Nullable Attribution attribute(CapturedCall call) {
		Attribution attribution = this.defaults.overlaidBy(call.attribution());
		@Nullable List<UsageEventCustomizer> all = this.counts.guard(this, this.customizers::obtain);
		if (all == null || all.isEmpty()) {
			return attribution;
		}
		CollectedEdits edits = new CollectedEdits();
		for (UsageEventCustomizer customizer : all) {
			this.counts.guard(customizer, () -> customizer.customize(call, edits));
		}
		return edits.vetoed ? null : attribution.overlaidBy(Attribution.builder().tags(edits.tags).build());
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
