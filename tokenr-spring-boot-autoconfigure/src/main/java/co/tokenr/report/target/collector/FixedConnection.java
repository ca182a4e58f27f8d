package co.tokenr.report.target.collector;

import java.net.URI;

/**
 * A connection that stays as it is.
 *
 * @param url base address of the collector's API
 * @param token the token
 */
record FixedConnection(URI url, String token) implements CollectorConnection {

	@Override
	public String toString() {
		return "CollectorConnection[token=***]";
	}

}
