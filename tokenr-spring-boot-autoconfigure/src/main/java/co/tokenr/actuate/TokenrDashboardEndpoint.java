package co.tokenr.actuate;

import java.util.function.UnaryOperator;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.core.io.Resource;

/**
 * Endpoint {@code tokenrdashboard}: a page that shows what the endpoints {@code tokenr},
 * {@code tokenrusage}, {@code tokenrprices} and {@code tokenrcoverage} tell, as far as
 * they are exposed, and the files it loads. It holds no figures itself and loads nothing
 * from elsewhere.
 */
@WebEndpoint(id = "tokenrdashboard")
public final class TokenrDashboardEndpoint {

	private final Resource page;

	/**
	 * Creates the endpoint.
	 * @param paths tells the path of an endpoint below that of all endpoints by its id
	 */
	public TokenrDashboardEndpoint(UnaryOperator<String> paths) {
		this.page = DashboardPage.of(paths);
	}

	/**
	 * Answers the page.
	 * @return the page
	 */
	@ReadOperation(produces = "text/html;charset=UTF-8")
	public Resource page() {
		return this.page;
	}

	/**
	 * Answers a file that the page loads.
	 * @param name its name, one of a fixed list
	 * @return the file, not found where it is none of the list
	 */
	@ReadOperation(produces = { "text/javascript", "text/css", "image/svg+xml" })
	public WebEndpointResponse<Resource> asset(@Selector String name) {
		Resource asset = DashboardAssets.find(name);
		return (asset != null)
				? new WebEndpointResponse<>(asset, WebEndpointResponse.STATUS_OK, DashboardAssets.type(name))
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
