package co.tokenr.autoconfigure;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The way to the collector, as properties describe it.
 *
 * @param proxy the HTTP proxy on the way, looked up when it is needed, or {@code null}
 * @param ssl what is trusted and shown, or {@code null}
 */
record CollectorRoute(@Nullable InetSocketAddress proxy, @Nullable SslBundle ssl) {

	private static final String PROXY = "([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:]+]):(\\d{1,5})";

	private static final int MAX_PORT = 65_535;

	static CollectorRoute of(TokenrReporterProperties properties, ObjectProvider<SslBundles> bundles) {
		return new CollectorRoute(proxy(properties.getProxy()), ssl(properties.getSsl().getBundle(), bundles));
	}

	private static @Nullable InetSocketAddress proxy(@Nullable String proxy) {
		if (proxy == null || proxy.isBlank()) {
			return null;
		}
		Matcher parts = Pattern.compile(PROXY).matcher(proxy.trim());
		if (!parts.matches() || Integer.parseInt(parts.group(2)) > MAX_PORT) {
			// what is wrong with it may be that it holds a password
			throw new InvalidConfigurationPropertyValueException("tokenr.reporter.proxy", "(not shown)",
					"Write it as host:port, such as proxy.example.com:3128. A proxy that asks for a password cannot be"
							+ " used.");
		}
		return InetSocketAddress.createUnresolved(parts.group(1), Integer.parseInt(parts.group(2)));
	}

	private static @Nullable SslBundle ssl(@Nullable String bundle, ObjectProvider<SslBundles> bundles) {
		if (bundle == null || bundle.isBlank()) {
			return null;
		}
		SslBundles all = bundles.getIfAvailable();
		try {
			if (all != null) {
				return all.getBundle(bundle);
			}
		}
		catch (NoSuchSslBundleException ex) {
			// said below
		}
		throw new InvalidConfigurationPropertyValueException("tokenr.reporter.ssl.bundle", bundle,
				"There is no such SSL bundle. Define it below 'spring.ssl.bundle', or remove the property to trust what"
						+ " the JVM trusts.");
	}

}
