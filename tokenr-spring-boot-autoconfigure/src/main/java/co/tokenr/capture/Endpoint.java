package co.tokenr.capture;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * An endpoint that the application names because no built-in rule knows it, such as a
 * gateway or a model server of its own. It is met by every request at or below its base
 * URL: scheme, host and port equal, the path by whole segments.
 *
 * @param baseUrl an absolute {@code http} or {@code https} URL without credentials, query
 * and fragment
 * @param provider who answers there, named as {@code gen_ai.provider.name}
 */
public record Endpoint(URI baseUrl, String provider) {

	/**
	 * Creates an endpoint.
	 * @param baseUrl the base URL
	 * @param provider who answers there
	 * @throws IllegalArgumentException if the URL or the name can't be used; says which
	 * endpoint and what to write
	 */
	public Endpoint {
		if (provider.isBlank()) {
			throw new IllegalArgumentException("The endpoint '" + shown(baseUrl)
					+ "' in tokenr.capture.endpoints has no provider: write a name such as 'openai' or 'vllm'");
		}
		if (EndpointAddress.of(baseUrl) == null || baseUrl.getRawUserInfo() != null || baseUrl.getRawQuery() != null
				|| baseUrl.getRawFragment() != null) {
			throw invalid(shown(baseUrl), provider);
		}
	}

	/**
	 * Creates an endpoint from text.
	 * @param baseUrl the base URL
	 * @param provider who answers there
	 * @return the endpoint
	 * @throws IllegalArgumentException if the URL or the name can't be used; says which
	 * endpoint and what to write
	 */
	public static Endpoint of(String baseUrl, String provider) {
		try {
			return new Endpoint(new URI(baseUrl.trim()), provider);
		}
		catch (URISyntaxException ex) {
			throw invalid((baseUrl.indexOf('@') == -1) ? baseUrl : "(hidden)", provider);
		}
	}

	private static IllegalArgumentException invalid(String baseUrl, String provider) {
		return new IllegalArgumentException("The base URL '" + baseUrl + "' of provider '" + provider
				+ "' in tokenr.capture.endpoints can't be used: write an absolute URL"
				+ " without credentials, query and fragment, such as 'https://llm.example.com/v1'");
	}

	/** Credentials in a URL must not reach a log. */
	private static String shown(URI url) {
		return (url.toString().indexOf('@') == -1) ? url.toString() : "(hidden)";
	}

}
