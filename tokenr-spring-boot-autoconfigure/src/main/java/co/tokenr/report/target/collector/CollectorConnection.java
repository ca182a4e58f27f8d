package co.tokenr.report.target.collector;

import java.net.URI;

/**
 * Where the collector is and what opens it. Asked at each send, so that both may change
 * while the application runs. Implementations must not show the token in
 * {@code toString}.
 */
public interface CollectorConnection {

	/**
	 * Returns the base address of the collector's API.
	 * @return such as {@code https://tokenr.co/api/v1}; a trailing path of the API, such
	 * as {@code /track} or {@code /track/batch}, is cut
	 */
	URI url();

	/**
	 * Returns the token.
	 * @return visible ASCII; surrounding white space is cut; blank where there is none
	 * yet
	 */
	String token();

	/**
	 * Creates a connection that stays as it is.
	 * @param url base address of the collector's API
	 * @param token the token
	 * @return the connection
	 */
	static CollectorConnection of(URI url, String token) {
		return new FixedConnection(url, token);
	}

}
