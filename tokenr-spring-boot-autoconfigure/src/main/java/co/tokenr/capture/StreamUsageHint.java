package co.tokenr.capture;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Says how to ask for usage where an OpenAI-compatible stream ended without any: once for
 * each endpoint, of which the first 100 are remembered and later ones left unsaid. Never
 * changes what an application asks. Thread-safe.
 */
public final class StreamUsageHint {

	private static final Log logger = LogFactory.getLog(StreamUsageHint.class);

	private static final int MAX_ENDPOINTS = 100;

	private static final List<String> PATHS = List.of("/chat/completions", "/completions");

	private final Set<String> hinted = ConcurrentHashMap.newKeySet();

	/**
	 * Creates a hint that was given to nobody yet.
	 */
	public StreamUsageHint() {
	}

	/**
	 * Tells whether a stream can be asked for its usage in OpenAI's way.
	 * @param url the URL of its request
	 * @return whether it can
	 */
	static boolean isFor(URI url) {
		String path = url.getPath();
		return path != null && path.endsWith(PATHS.get(1));
	}

	/**
	 * A stream ended without usage.
	 * @param url the URL of its request or the base URL of its endpoint; {@code null}
	 * where it is unknown
	 */
	public void endedWithoutUsage(@Nullable URI url) {
		String endpoint = endpoint(url);
		if (this.hinted.size() < MAX_ENDPOINTS && this.hinted.add(endpoint)) {
			logger.info("A stream of " + endpoint + " ended without usage, so that its tokens are not known. Ask for"
					+ " them with \"stream_options\": {\"include_usage\": true} in the request, in Spring AI with"
					+ " spring.ai.openai.chat.stream-options.include-usage=true; some servers do not tell.");
		}
	}

	/** Without credentials and query. */
	private static String endpoint(@Nullable URI url) {
		EndpointAddress address = (url != null) ? EndpointAddress.of(url) : null;
		if (address == null) {
			return "Spring AI's OpenAI module";
		}
		String path = address.path();
		for (String end : PATHS) {
			path = path.endsWith(end) ? path.substring(0, path.length() - end.length()) : path;
		}
		return address.scheme() + "://" + address.host() + ":" + address.port() + path;
	}

}
