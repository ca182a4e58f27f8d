package co.tokenr.capture;

import java.net.URI;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The parts of a URL by which endpoints are told apart, in one spelling: scheme and host
 * in lower case, the port always known, the path without a slash at its end.
 */
record EndpointAddress(String scheme, String host, int port, String path) {

	/**
	 * Takes a URL apart.
	 * @return its address, {@code null} where it is none that HTTP can call
	 */
	static @Nullable EndpointAddress of(URI url) {
		String protocol = (url.getScheme() != null) ? url.getScheme().toLowerCase(Locale.ROOT) : "";
		int defaultPort = protocol.equals("https") ? 443 : (protocol.equals("http") ? 80 : -1);
		String name = hostOf(url);
		if (defaultPort == -1 || name == null) {
			return null;
		}
		int explicitPort = portOf(url);
		String below = (url.getRawPath() != null) ? url.getRawPath() : "";
		while (below.endsWith("/")) {
			below = below.substring(0, below.length() - 1);
		}
		return new EndpointAddress(protocol, name, (explicitPort != -1) ? explicitPort : defaultPort, below);
	}

	/**
	 * Tells whether the other address lies at or below this one. Paths are compared by
	 * whole segments.
	 */
	boolean covers(EndpointAddress other) {
		return this.port == other.port && this.scheme.equals(other.scheme) && this.host.equals(other.host)
				&& other.path.startsWith(this.path)
				&& (other.path.length() == this.path.length() || other.path.charAt(this.path.length()) == '/');
	}

	private static @Nullable String hostOf(URI url) {
		String name = url.getHost();
		if (name == null && url.getRawAuthority() != null) {
			// java.net.URI knows no host with an underscore, as container networks do
			String authority = url.getRawAuthority().substring(url.getRawAuthority().lastIndexOf('@') + 1);
			int colon = authority.indexOf(':');
			name = (colon != -1) ? authority.substring(0, colon) : authority;
		}
		if (name == null || name.isEmpty()) {
			return null;
		}
		name = name.toLowerCase(Locale.ROOT);
		return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
	}

	private static int portOf(URI url) {
		if (url.getHost() != null || url.getRawAuthority() == null) {
			return url.getPort();
		}
		String authority = url.getRawAuthority();
		try {
			return Integer.parseInt(authority.substring(authority.lastIndexOf(':') + 1));
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

}
