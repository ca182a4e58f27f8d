package co.tokenr.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Properties of Tokenr.
 */
@ConfigurationProperties("tokenr")
public class TokenrProperties {

	/**
	 * Whether LLM calls are tracked. Switched off, all application code still runs.
	 */
	private boolean enabled = true;

	/**
	 * API token of the collector. Without one nothing leaves the process.
	 */
	private @Nullable String token;

	/**
	 * Base URL of the collector's API. A trailing /track or /track/batch is cut.
	 */
	private String url = "https://tokenr.co/api/v1";

	/**
	 * Name of the service in events. Falls back to spring.application.name.
	 */
	private @Nullable String service;

	/**
	 * Name of the environment in events, such as production.
	 */
	private @Nullable String environment;

	/**
	 * Agent that calls are attributed to where nothing nearer says otherwise.
	 */
	private @Nullable String agentId;

	/**
	 * Feature that calls are attributed to where nothing nearer says otherwise.
	 */
	private @Nullable String feature;

	/**
	 * Team that calls are attributed to where nothing nearer says otherwise.
	 */
	private @Nullable String teamId;

	/**
	 * Customer that calls are attributed to where nothing nearer says otherwise.
	 */
	private @Nullable String customerId;

	/**
	 * Tags that every event bears unless a nearer one of the same key replaces them.
	 */
	private Map<String, String> tags = new LinkedHashMap<>();

	/**
	 * Whether events may leave for the collector and other remote targets where a call
	 * does not say otherwise. Local targets, a file and the ledger, have all.
	 */
	private boolean remoteSave = true;

	/**
	 * Whether to log one line for each event: model, tokens, cost and attribution, never
	 * content.
	 */
	private boolean debug;

	private final Attribution attribution = new Attribution();

	@NestedConfigurationProperty
	private final TokenrCaptureProperties capture = new TokenrCaptureProperties();

	@NestedConfigurationProperty
	private final TokenrPricingProperties pricing = new TokenrPricingProperties();

	@NestedConfigurationProperty
	private final TokenrReporterProperties reporter = new TokenrReporterProperties();

	@NestedConfigurationProperty
	private final TokenrExportProperties export = new TokenrExportProperties();

	@NestedConfigurationProperty
	private final TokenrLedgerProperties ledger = new TokenrLedgerProperties();

	@NestedConfigurationProperty
	private final TokenrMetricsProperties metrics = new TokenrMetricsProperties();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable String getToken() {
		return this.token;
	}

	public void setToken(@Nullable String token) {
		this.token = token;
	}

	public String getUrl() {
		return this.url;
	}

	public void setUrl(String url) {
		this.url = url;
	}

	public @Nullable String getService() {
		return this.service;
	}

	public void setService(@Nullable String service) {
		this.service = service;
	}

	public @Nullable String getEnvironment() {
		return this.environment;
	}

	public void setEnvironment(@Nullable String environment) {
		this.environment = environment;
	}

	public @Nullable String getAgentId() {
		return this.agentId;
	}

	public void setAgentId(@Nullable String agentId) {
		this.agentId = agentId;
	}

	public @Nullable String getFeature() {
		return this.feature;
	}

	public void setFeature(@Nullable String feature) {
		this.feature = feature;
	}

	public @Nullable String getTeamId() {
		return this.teamId;
	}

	public void setTeamId(@Nullable String teamId) {
		this.teamId = teamId;
	}

	public @Nullable String getCustomerId() {
		return this.customerId;
	}

	public void setCustomerId(@Nullable String customerId) {
		this.customerId = customerId;
	}

	public Map<String, String> getTags() {
		return this.tags;
	}

	public void setTags(Map<String, String> tags) {
		this.tags = tags;
	}

	public boolean isRemoteSave() {
		return this.remoteSave;
	}

	public void setRemoteSave(boolean remoteSave) {
		this.remoteSave = remoteSave;
	}

	public boolean isDebug() {
		return this.debug;
	}

	public void setDebug(boolean debug) {
		this.debug = debug;
	}

	public Attribution getAttribution() {
		return this.attribution;
	}

	public TokenrCaptureProperties getCapture() {
		return this.capture;
	}

	public TokenrPricingProperties getPricing() {
		return this.pricing;
	}

	public TokenrReporterProperties getReporter() {
		return this.reporter;
	}

	public TokenrExportProperties getExport() {
		return this.export;
	}

	public TokenrLedgerProperties getLedger() {
		return this.ledger;
	}

	public TokenrMetricsProperties getMetrics() {
		return this.metrics;
	}

	/**
	 * Whom calls belong to.
	 */
	public static class Attribution {

		/**
		 * What the name of Spring Security's authenticated principal says of a call. A
		 * user or customer set by it cannot be changed by request parameters, annotations
		 * or scopes.
		 */
		private SecurityPrincipal securityPrincipal = SecurityPrincipal.NONE;

		public SecurityPrincipal getSecurityPrincipal() {
			return this.securityPrincipal;
		}

		public void setSecurityPrincipal(SecurityPrincipal securityPrincipal) {
			this.securityPrincipal = securityPrincipal;
		}

	}

	/**
	 * What an authenticated principal says of a call.
	 */
	public enum SecurityPrincipal {

		/**
		 * Nothing.
		 */
		NONE,

		/**
		 * The user.
		 */
		USER,

		/**
		 * The customer.
		 */
		CUSTOMER

	}

}
