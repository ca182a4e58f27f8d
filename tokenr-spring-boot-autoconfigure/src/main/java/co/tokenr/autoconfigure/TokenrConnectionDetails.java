package co.tokenr.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Details required to reach the collector. A bean of this type replaces
 * {@code tokenr.url} and {@code tokenr.token}. The token is asked for at each request, so
 * that it may rotate.
 */
public interface TokenrConnectionDetails extends ConnectionDetails {

	/**
	 * Returns the base URL of the collector's API.
	 * @return the URL; asked for once
	 */
	String getUrl();

	/**
	 * Returns the API token.
	 * @return the token, {@code null} or blank for none, in which case nothing is
	 * delivered
	 */
	@Nullable String getToken();

}
