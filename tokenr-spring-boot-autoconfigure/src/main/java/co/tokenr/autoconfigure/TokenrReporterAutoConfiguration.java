package co.tokenr.autoconfigure;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import co.tokenr.report.BatchListener;
import co.tokenr.report.Egress;
import co.tokenr.report.ReportTarget;
import co.tokenr.report.ReporterSettings;
import co.tokenr.report.UsageReporter;
import co.tokenr.report.spool.SpoolSettings;
import co.tokenr.report.target.collector.CollectorConnection;
import co.tokenr.report.target.collector.CollectorFormat;
import co.tokenr.report.target.collector.CollectorSettings;
import co.tokenr.report.target.collector.CollectorTarget;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/**
 * Auto-configuration for the delivery of events. The reporter is always there; whether it
 * delivers is decided when the application starts.
 */
@AutoConfiguration(after = TokenrAutoConfiguration.class)
@ConditionalOnBean(TokenrSwitch.class)
public final class TokenrReporterAutoConfiguration {

	private static final Log logger = LogFactory.getLog(TokenrReporterAutoConfiguration.class);

	TokenrReporterAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(TokenrConnectionDetails.class)
	PropertiesTokenrConnectionDetails tokenrConnectionDetails(TokenrProperties properties) {
		return new PropertiesTokenrConnectionDetails(properties);
	}

	@Bean
	Delivery tokenrDelivery(TokenrSwitch enabled, TokenrProperties properties, TokenrConnectionDetails details,
			ObjectProvider<ReportTarget> others) {
		Delivery delivery = Delivery.decide(enabled, properties, details, others.stream().findAny().isPresent());
		if (!delivery.collector() && enabled.getAsBoolean()) {
			if (properties.getReporter().isRequired()) {
				throw new FailureAnalyzedException(
						"Delivery of LLM usage is required by 'tokenr.reporter.required', but it is "
								+ delivery.description() + ".",
						"Set 'tokenr.token' (or the environment variable TOKENR_TOKEN) to an API token, or set"
								+ " 'tokenr.reporter.required' to false.");
			}
			logger.info(delivery.active() ? "Delivery of LLM usage is " + delivery.description()
					: "LLM usage is tracked in this process only; delivery is " + delivery.description());
		}
		return delivery;
	}

	@Bean
	@ConditionalOnMissingBean
	UsageReporter tokenrUsageReporter(TokenrProperties properties, TokenrConnectionDetails details, Delivery delivery,
			Environment environment, ObjectProvider<SslBundles> bundles, ObjectProvider<ReportTarget> others,
			ObjectProvider<BatchListener> listeners) {
		List<ReportTarget> targets = new ArrayList<>();
		if (delivery.collector() || !delivery.active()) {
			targets.add(collector(properties.getReporter(), details, delivery, bundles));
		}
		others.orderedStream().forEach(targets::add);
		// looked for at the first batch, since they may depend on the reporter themselves
		SingletonSupplier<List<BatchListener>> all = SingletonSupplier.of(() -> listeners.orderedStream().toList());
		BatchListener listener = (name, size, duration, success) -> all.obtain()
			.forEach((each) -> each.onBatch(name, size, duration, success));
		return new UsageReporter(targets, settings(properties, environment), delivery, listener);
	}

	private static CollectorTarget collector(TokenrReporterProperties properties, TokenrConnectionDetails details,
			Delivery delivery, ObjectProvider<SslBundles> bundles) {
		if (delivery.collector()) {
			requireOwnUrl(details.getUrl(), properties.getFormat());
		}
		CollectorRoute route = CollectorRoute.of(properties, bundles);
		return new CollectorTarget(new DetailsConnection(uri(details.getUrl()), details),
				collectorSettings(properties, route));
	}

	/**
	 * The default URL is Tokenr's, which takes no other format and must not be told the
	 * token of somebody else.
	 */
	private static void requireOwnUrl(String url, CollectorFormat format) {
		boolean tokenr = format == CollectorFormat.TOKENR || format == CollectorFormat.TOKENR_SINGLE;
		if (!tokenr && url.trim().equals(new TokenrProperties().getUrl())) {
			throw new InvalidConfigurationPropertyValueException("tokenr.url", url, "It is Tokenr's. Set it to the"
					+ " base URL of the collector that 'tokenr.reporter.format' is for.");
		}
	}

	private static URI uri(String url) {
		try {
			return URI.create(url.trim());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("tokenr.url", url,
					"Write the base URL of the collector's API, such as https://tokenr.co/api/v1");
		}
	}

	private static CollectorSettings collectorSettings(TokenrReporterProperties properties, CollectorRoute route) {
		return CollectorSettings.builder()
			.connectTimeout(properties.getConnectTimeout())
			.requestTimeout(properties.getRequestTimeout())
			.compression(properties.isCompression())
			.allowInsecure(properties.isAllowInsecure())
			.sendCost(properties.isSendCost())
			.format(properties.getFormat())
			.metricCode(properties.getMetricCode())
			.headers(properties.getHeaders())
			.egress(egress(properties))
			.proxy(route.proxy())
			.ssl(route.ssl())
			.build();
	}

	private static Egress egress(TokenrReporterProperties properties) {
		Egress egress = properties.getEgress().egress("tokenr.reporter.egress");
		if (properties.getFormat() == CollectorFormat.NOZLE && egress.omits("customer_id")) {
			throw new InvalidConfigurationPropertyValueException("tokenr.reporter.egress.omit", "customer_id",
					"The collector takes no event without a customer. Name it in 'tokenr.reporter.egress.hash'.");
		}
		return egress;
	}

	private static ReporterSettings settings(TokenrProperties tokenr, Environment environment) {
		TokenrReporterProperties properties = tokenr.getReporter();
		TokenrReporterProperties.Retry retry = properties.getRetry();
		String service = (tokenr.getService() != null) ? tokenr.getService()
				: environment.getProperty("spring.application.name", "application");
		return ReporterSettings.builder()
			.mode(properties.getMode())
			.queueCapacity(properties.getQueueCapacity())
			.batchSize(properties.getBatchSize())
			.flushInterval(properties.getFlushInterval())
			.shutdownTimeout(properties.getShutdownTimeout())
			.maxAttempts(retry.getMaxAttempts())
			.initialInterval(retry.getInitialInterval())
			.multiplier(retry.getMultiplier())
			.maxInterval(retry.getMaxInterval())
			.syncTimeout(properties.getRequestTimeout())
			.spool(spool(properties.getSpool(), service))
			.spoolSync(properties.getSpool().isSync())
			.build();
	}

	/** A directory for each service, so that one never sends the events of another. */
	private static @Nullable SpoolSettings spool(TokenrReporterProperties.Spool properties, String service) {
		Path directory = properties.getDirectory();
		if (directory == null) {
			return null;
		}
		String name = service.replaceAll("[^A-Za-z0-9_-]", "_");
		return new SpoolSettings(directory.toAbsolutePath().resolve(name), properties.getMaxSize().toBytes(),
				SpoolSettings.RESERVED, properties.getFsync());
	}

	/**
	 * The connection that properties describe.
	 */
	static final class PropertiesTokenrConnectionDetails implements TokenrConnectionDetails {

		private final TokenrProperties properties;

		PropertiesTokenrConnectionDetails(TokenrProperties properties) {
			this.properties = properties;
		}

		@Override
		public String getUrl() {
			return this.properties.getUrl();
		}

		@Override
		public @Nullable String getToken() {
			return this.properties.getToken();
		}

	}

	/** Asks for the token at each request. */
	private record DetailsConnection(URI url, TokenrConnectionDetails details) implements CollectorConnection {

		@Override
		public String token() {
			String token = this.details.getToken();
			return (token != null) ? token : "";
		}

		@Override
		public String toString() {
			return "DetailsConnection[url=" + this.url + "]";
		}

	}

}
