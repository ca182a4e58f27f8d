package co.tokenr.report.target.collector;

import java.net.URI;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Where a collector is.
 *
 * @param base what stands before the paths of its API; ends with no slash
 */
record CollectorAddress(String base) {

	/**
	 * Checks an address.
	 * @param url base address
	 * @param allowInsecure whether the token may travel unencrypted to another machine
	 * @param endings paths of the API, the longest first, that are cut where the address
	 * ends with one
	 * @return the address
	 * @throws IllegalArgumentException if the address is not fit; its message names no
	 * more of the address than scheme and host
	 */
	static CollectorAddress of(URI url, boolean allowInsecure, List<String> endings) {
		String scheme = (url.getScheme() != null) ? url.getScheme().toLowerCase(Locale.ROOT) : "";
		String host = url.getHost();
		check(scheme.equals("https") || scheme.equals("http"), "must begin with https://");
		check(host != null, "names no host");
		check(url.getRawUserInfo() == null, "must not hold a user or password; put the token into 'tokenr.token'");
		check(url.getRawQuery() == null && url.getRawFragment() == null, "must have neither a query nor a fragment");
		check(scheme.equals("https") || allowInsecure || isLoopback(host),
				"is http and would send the token unencrypted to " + host
						+ "; use https, or set 'tokenr.reporter.allow-insecure=true' if you mean it");
		String path = cut(url.getRawPath(), "/");
		for (String ending : endings) {
			path = cut(path, ending);
		}
		return new CollectorAddress(scheme + "://" + url.getRawAuthority() + cut(path, "/"));
	}

	/**
	 * Returns the address of a part of the API.
	 * @param path its path below the base
	 * @return the address
	 */
	URI at(String path) {
		return URI.create(this.base + path);
	}

	private static String cut(String path, String end) {
		String result = path;
		while (result.endsWith(end)) {
			result = result.substring(0, result.length() - end.length());
		}
		return result;
	}

	/**
	 * Tells whether a host is this machine by its name alone: no look-up that could be
	 * answered by somebody else.
	 */
	private static boolean isLoopback(@Nullable String host) {
		return host != null && (host.equalsIgnoreCase("localhost") || host.equals("[::1]")
				|| host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}"));
	}

	private static void check(boolean valid, String complaint) {
		if (!valid) {
			throw new IllegalArgumentException("The value of 'tokenr.url' (TOKENR_URL) " + complaint);
		}
	}

}
