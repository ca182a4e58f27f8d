package co.tokenr.report.target.collector;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import co.tokenr.report.Egress;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * How the collector is spoken to. Immutable and valid.
 *
 * @param connectTimeout how long a connection may take; more than zero
 * @param requestTimeout how long a request may take in all, from connecting to the last
 * byte of the answer; more than zero
 * @param compression whether bodies of more than 1 KiB are compressed
 * @param allowInsecure whether the token may travel unencrypted to another machine
 * @param sendCost whether our cost is sent, which the collector then takes instead of its
 * own
 * @param format which language the collector speaks
 * @param metricCode what usage is called there: Nozle's code of the billable metric, the
 * type of a CloudEvent; not blank
 * @param headers further headers of each request
 * @param egress which attribution leaves
 * @param proxy the HTTP proxy on the way, {@code null} for the one that the JVM is told
 * of by its system properties, if any
 * @param ssl what is trusted and shown on encrypted connections, {@code null} for what
 * the JVM does
 */
public record CollectorSettings(Duration connectTimeout, Duration requestTimeout, boolean compression,
		boolean allowInsecure, boolean sendCost, CollectorFormat format, String metricCode, Map<String, String> headers,
		Egress egress, @Nullable InetSocketAddress proxy, @Nullable SslBundle ssl) {

	private static final Set<String> OURS = Set.of("authorization", "connection", "content-encoding", "content-length",
			"content-type", "expect", "host", "idempotency-key", "transfer-encoding", "upgrade", "user-agent");

	/**
	 * Checks the settings.
	 * @param connectTimeout how long a connection may take
	 * @param requestTimeout how long a request may take in all
	 * @param compression whether bodies of more than 1 KiB are compressed
	 * @param allowInsecure whether the token may travel unencrypted to another machine
	 * @param sendCost whether our cost is sent
	 * @param format which language the collector speaks
	 * @param metricCode what usage is called there
	 * @param headers further headers of each request
	 * @param egress which attribution leaves
	 * @param proxy the HTTP proxy on the way, or {@code null}
	 * @param ssl what is trusted and shown, or {@code null}
	 * @throws IllegalArgumentException if one is out of range; names the property
	 */
	public CollectorSettings {
		check("connect-timeout", connectTimeout);
		check("request-timeout", requestTimeout);
		if (metricCode.isBlank()) {
			throw new IllegalArgumentException("Set 'tokenr.reporter.metric-code' to what the collector calls usage");
		}
		headers.forEach(CollectorSettings::checkHeader);
		headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
	}

	/**
	 * Starts from the defaults.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	private static void check(String property, Duration value) {
		if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofHours(1)) > 0) {
			throw new IllegalArgumentException("Set 'tokenr.reporter." + property
					+ "' to a value longer than 0s and not longer than 1h; it is " + value);
		}
	}

	private static void checkHeader(String name, String value) {
		if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+") || OURS.contains(name.toLowerCase(Locale.ROOT))) {
			throw new IllegalArgumentException("Remove 'tokenr.reporter.headers." + name.replaceAll("\\p{Cntrl}", "?")
					+ "': a header of this name cannot be set");
		}
		if (!value.chars().allMatch((character) -> character >= 0x20 && character < 0x7F)) {
			throw new IllegalArgumentException("The value of 'tokenr.reporter.headers." + name
					+ "' holds a character that is no visible ASCII, such as a line break; remove it");
		}
	}

	@Override
	public String toString() {
		return "CollectorSettings[connectTimeout=" + this.connectTimeout + ", requestTimeout=" + this.requestTimeout
				+ ", compression=" + this.compression + ", allowInsecure=" + this.allowInsecure + ", sendCost="
				+ this.sendCost + ", format=" + this.format + ", metricCode=" + this.metricCode + ", headers="
				+ this.headers.keySet() + ", egress=" + this.egress + ", proxy=" + this.proxy + ", ssl="
				+ ((this.ssl != null) ? "bundle" : "default") + "]";
	}

	/**
	 * Builds {@link CollectorSettings}. Not thread-safe.
	 */
	public static final class Builder {

		private Duration connectTimeout = Duration.ofSeconds(3);

		private Duration requestTimeout = Duration.ofSeconds(10);

		private boolean compression = true;

		private boolean allowInsecure;

		private boolean sendCost;

		private CollectorFormat format = CollectorFormat.TOKENR;

		private String metricCode = "llm_tokens";

		private Map<String, String> headers = Map.of();

		private Egress egress = Egress.EVERYTHING;

		private @Nullable InetSocketAddress proxy;

		private @Nullable SslBundle ssl;

		private Builder() {
		}

		/**
		 * Sets how long a connection may take.
		 * @param connectTimeout more than zero; 3 s unless set
		 * @return this builder
		 */
		public Builder connectTimeout(Duration connectTimeout) {
			this.connectTimeout = connectTimeout;
			return this;
		}

		/**
		 * Sets how long a request may take in all.
		 * @param requestTimeout more than zero; 10 s unless set
		 * @return this builder
		 */
		public Builder requestTimeout(Duration requestTimeout) {
			this.requestTimeout = requestTimeout;
			return this;
		}

		/**
		 * Sets whether larger bodies are compressed.
		 * @param compression on unless set
		 * @return this builder
		 */
		public Builder compression(boolean compression) {
			this.compression = compression;
			return this;
		}

		/**
		 * Sets whether the token may travel unencrypted to another machine.
		 * @param allowInsecure off unless set
		 * @return this builder
		 */
		public Builder allowInsecure(boolean allowInsecure) {
			this.allowInsecure = allowInsecure;
			return this;
		}

		/**
		 * Sets whether our cost is sent.
		 * @param sendCost off unless set
		 * @return this builder
		 */
		public Builder sendCost(boolean sendCost) {
			this.sendCost = sendCost;
			return this;
		}

		/**
		 * Sets which language the collector speaks.
		 * @param format the format; Tokenr's unless set
		 * @return this builder
		 */
		public Builder format(CollectorFormat format) {
			this.format = format;
			return this;
		}

		/**
		 * Sets what usage is called at the collector.
		 * @param metricCode the code, not blank; {@code llm_tokens} unless set
		 * @return this builder
		 */
		public Builder metricCode(String metricCode) {
			this.metricCode = metricCode;
			return this;
		}

		/**
		 * Sets further headers of each request.
		 * @param headers names and values; none unless set
		 * @return this builder
		 */
		public Builder headers(Map<String, String> headers) {
			this.headers = headers;
			return this;
		}

		/**
		 * Sets which attribution leaves.
		 * @param egress what leaves; all unless set
		 * @return this builder
		 */
		public Builder egress(Egress egress) {
			this.egress = egress;
			return this;
		}

		/**
		 * Sets the HTTP proxy on the way.
		 * @param proxy the proxy; unless set, the JVM's system properties decide
		 * @return this builder
		 */
		public Builder proxy(@Nullable InetSocketAddress proxy) {
			this.proxy = proxy;
			return this;
		}

		/**
		 * Sets what is trusted and shown on encrypted connections.
		 * @param ssl the bundle; what the JVM trusts unless set
		 * @return this builder
		 */
		public Builder ssl(@Nullable SslBundle ssl) {
			this.ssl = ssl;
			return this;
		}

		/**
		 * Checks and freezes the settings.
		 * @return the settings
		 * @throws IllegalArgumentException if one is not fit; names the property
		 */
		public CollectorSettings build() {
			return new CollectorSettings(this.connectTimeout, this.requestTimeout, this.compression, this.allowInsecure,
					this.sendCost, this.format, this.metricCode, this.headers, this.egress, this.proxy, this.ssl);
		}

	}

}
