package co.tokenr.autoconfigure;

import co.tokenr.CoverageLog;
import co.tokenr.DefaultTokenr;
import co.tokenr.Tokenr;
import co.tokenr.TokenrControl;
import co.tokenr.TokenrSwitches;
import co.tokenr.UsageLog;
import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionResolver;
import co.tokenr.capture.ApplicationBeans;
import co.tokenr.capture.CoverageReport;
import co.tokenr.capture.CoverageSource;
import co.tokenr.capture.ProviderEndpoints;
import co.tokenr.capture.ResolverCoverage;
import co.tokenr.capture.ServedDetails;
import co.tokenr.capture.StreamUsageHint;
import co.tokenr.ledger.LatestEvents;
import co.tokenr.ledger.RunningTotals;
import co.tokenr.pipeline.Attributor;
import co.tokenr.pipeline.EventPublisher;
import co.tokenr.pipeline.PipelineCounts;
import co.tokenr.pipeline.UsageEstimation;
import co.tokenr.pipeline.UsagePipeline;
import co.tokenr.pricing.CataloguePriceBook;
import co.tokenr.pricing.PriceBook;
import co.tokenr.pricing.PriceFiles;
import co.tokenr.report.UsageReporter;
import co.tokenr.usage.Cost;
import co.tokenr.usage.Origin;
import co.tokenr.usage.UsageEventCustomizer;
import co.tokenr.usage.UsageListener;
import co.tokenr.usage.UsageRecorder;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for the way of a call from its capture to its listeners.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "tokenr.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TokenrProperties.class)
public final class TokenrAutoConfiguration {

	private static final int LATEST_EVENTS = 100;

	TokenrAutoConfiguration() {
	}

	@Bean
	TokenrSwitch tokenrSwitch(TokenrProperties properties) {
		return new TokenrSwitch(new TokenrSwitches(properties.isEnabled(), properties.isDebug()));
	}

	@Bean
	PipelineCounts tokenrPipelineCounts() {
		return new PipelineCounts();
	}

	@Bean
	@ConditionalOnMissingBean(PriceBook.class)
	@ConditionalOnBooleanProperty(name = "tokenr.pricing.enabled", matchIfMissing = true)
	PriceFiles tokenrPriceFiles(TokenrProperties properties) {
		return PricingValues.files(properties.getPricing());
	}

	@Bean
	@ConditionalOnBean(PriceFiles.class)
	CataloguePriceBook tokenrPriceBook(TokenrProperties properties, PriceFiles files) {
		return new CataloguePriceBook(PricingValues.settings(properties.getPricing()), files);
	}

	/**
	 * What the application reports by hand has ended when it begins, which leaves no time
	 * to read prices in. An application that has {@link Tokenr} injected may do so.
	 */
	@Bean
	@ConditionalOnBean(CataloguePriceBook.class)
	SmartInitializingSingleton tokenrPricesInitializer(CataloguePriceBook prices, ConfigurableBeanFactory beans) {
		return () -> {
			for (String user : beans.getDependentBeans("tokenr")) {
				if (!user.equals("tokenrEndpoint")) {
					prices.readAhead();
					return;
				}
			}
		};
	}

	@Bean
	@ConditionalOnMissingBean
	PriceBook tokenrNoPrices() {
		return (call) -> Cost.UNPRICED;
	}

	@Bean
	EventPublisher tokenrEventPublisher(ObjectProvider<UsageListener> listeners, PipelineCounts counts) {
		return new EventPublisher(() -> listeners.orderedStream().toList(), counts);
	}

	@Bean
	SmartInitializingSingleton tokenrListenersInitializer(EventPublisher publisher) {
		return publisher::prepare;
	}

	@Bean
	UsageEstimation tokenrUsageEstimation(TokenrProperties properties, PipelineCounts counts) {
		return new UsageEstimation(properties.getCapture()::isEstimateMissing, counts);
	}

	@Bean
	@ConditionalOnMissingBean(UsageRecorder.class)
	UsagePipeline tokenrUsagePipeline(TokenrSwitch enabled, TokenrProperties properties, Environment environment,
			UsageEstimation estimation, ObjectProvider<UsageEventCustomizer> customizers,
			ObjectProvider<AttributionResolver> resolvers, PriceBook prices,
			ObjectProvider<CataloguePriceBook> catalogue, EventPublisher publisher, PipelineCounts counts) {
		Attributor attributor = new Attributor(defaults(properties), () -> customizers.orderedStream().toList(), () -> {
			// asked for once, when the first call begins
			catalogue.ifAvailable(CataloguePriceBook::readAhead);
			return resolvers.orderedStream().toList();
		}, counts);
		return new UsagePipeline(enabled, origin(properties, environment), estimation, attributor, prices, publisher,
				counts);
	}

	@Bean
	@ConditionalOnMissingBean
	ProviderEndpoints tokenrProviderEndpoints(TokenrProperties properties) {
		return CaptureEndpoints.of(properties.getCapture());
	}

	@Bean
	@ConditionalOnMissingBean
	ServedDetails tokenrServedDetails() {
		return new ServedDetails();
	}

	@Bean
	StreamUsageHint tokenrStreamUsageHint() {
		return new StreamUsageHint();
	}

	@Bean
	ApplicationBeans tokenrApplicationBeans(ConfigurableListableBeanFactory beans, TokenrProperties properties) {
		return new ApplicationBeans(beans, (surface) -> CaptureSwitches.offBy(surface, properties));
	}

	@Bean
	ResolverCoverage tokenrResolverCoverage(ApplicationBeans beans) {
		return new ResolverCoverage(beans);
	}

	@Bean
	CoverageReport tokenrCoverageReport(ObjectProvider<CoverageSource> sources) {
		return new CoverageReport(() -> sources.orderedStream().toList());
	}

	@Bean
	CoverageLog tokenrCoverageLog(CoverageReport report, TokenrProperties properties) {
		return new CoverageLog(report, properties::isDebug);
	}

	private static Attribution defaults(TokenrProperties properties) {
		return Attribution.builder()
			.agent(properties.getAgentId())
			.feature(properties.getFeature())
			.team(properties.getTeamId())
			.customer(properties.getCustomerId())
			.tags(properties.getTags())
			.remoteSave(properties.isRemoteSave() ? null : Boolean.FALSE)
			.build();
	}

	private static Origin origin(TokenrProperties properties, Environment environment) {
		String service = properties.getService();
		return new Origin((service != null) ? service : environment.getProperty("spring.application.name"),
				properties.getEnvironment(), instance());
	}

	private static String instance() {
		@Nullable String host = System.getenv("HOSTNAME");
		String process = Long.toString(ProcessHandle.current().pid());
		return (host != null && !host.isBlank()) ? host + "-" + process : process;
	}

	@Bean
	RunningTotals tokenrRunningTotals() {
		return new RunningTotals();
	}

	@Bean
	LatestEvents tokenrLatestEvents(TokenrProperties properties) {
		TokenrLedgerProperties ledger = properties.getLedger();
		boolean memory = ledger.getType() == TokenrLedgerProperties.Type.MEMORY;
		return new LatestEvents(memory ? Math.max(LATEST_EVENTS, ledger.getCapacity()) : LATEST_EVENTS);
	}

	@Bean
	UsageLog tokenrUsageLog(TokenrSwitch enabled) {
		return new UsageLog(enabled.switches()::isDebug);
	}

	@Bean
	TokenrControl tokenrControl(TokenrSwitch enabled, ObjectProvider<UsageReporter> reporter,
			UsageEstimation estimation, ApplicationEventPublisher publisher) {
		return new TokenrControl(enabled.switches(), new ReporterControl(reporter::getIfAvailable, estimation),
				publisher::publishEvent);
	}

	@Bean
	@ConditionalOnMissingBean
	Tokenr tokenr(UsageRecorder recorder, RunningTotals totals, LatestEvents latest, TokenrControl control) {
		return new DefaultTokenr(recorder, totals, latest, control);
	}

}
