package co.tokenr.autoconfigure;

import java.time.Clock;

import java.util.HashMap;
import java.util.Map;

import co.tokenr.metrics.BatchMeters;
import co.tokenr.metrics.DeliveryMeters;
import co.tokenr.metrics.ExtensionMeters;
import co.tokenr.metrics.PriceMeters;
import co.tokenr.metrics.UsageMeterConvention;
import co.tokenr.metrics.UsageMeters;
import co.tokenr.pipeline.PipelineCounts;
import co.tokenr.pricing.CataloguePriceBook;
import co.tokenr.pricing.PriceFiles;
import co.tokenr.report.BatchListener;
import co.tokenr.report.ReporterStatus;
import co.tokenr.report.UsageReporter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for meters.
 */
@AutoConfiguration(after = TokenrReporterAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, UsageReporter.class })
@ConditionalOnBooleanProperty(name = "tokenr.metrics.enabled", matchIfMissing = true)
public final class TokenrMetricsAutoConfiguration {

	TokenrMetricsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	UsageMeterConvention tokenrUsageMeterConvention(TokenrProperties properties) {
		return UsageMeterConvention.of(properties.getMetrics().getTags());
	}

	@Bean
	UsageMeters tokenrUsageMeters(MeterRegistry registry, UsageMeterConvention convention,
			TokenrProperties properties) {
		TokenrMetricsProperties metrics = properties.getMetrics();
		return new UsageMeters(registry, convention, metrics.getMaxValuesPerTag(), metrics.getMaxSeries());
	}

	@Bean
	DeliveryMeters tokenrDeliveryMeters(UsageReporter reporter) {
		return new DeliveryMeters(ReporterReadings.of(reporter));
	}

	@Bean
	BatchListener tokenrBatchListener(MeterRegistry registry, UsageReporter reporter) {
		Map<String, BatchMeters> meters = new HashMap<>();
		for (ReporterStatus status : reporter.statuses()) {
			meters.put(status.target(), new BatchMeters(registry, status.target()));
		}
		return (target, size, duration, success) -> {
			BatchMeters metered = meters.get(target);
			if (metered != null) {
				metered.attempted(duration, success);
			}
		};
	}

	@Bean
	@ConditionalOnBean(CataloguePriceBook.class)
	PriceMeters tokenrPriceMeters(CataloguePriceBook prices, PriceFiles files) {
		return new PriceMeters(new CatalogueReadings(prices, files), Clock.systemUTC());
	}

	@Bean
	ExtensionMeters tokenrExtensionMeters(PipelineCounts counts) {
		return new ExtensionMeters(counts::failures);
	}

}
