package co.tokenr.actuate;

import java.util.Map;

import co.tokenr.capture.CoverageReport;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Endpoint {@code tokenrcoverage}: through what this application calls LLMs, by which
 * seam each is counted, what goes past and what to do about it.
 */
@Endpoint(id = "tokenrcoverage")
public final class TokenrCoverageEndpoint {

	private final CoverageReport report;

	/**
	 * Creates the endpoint.
	 * @param report looks through the application
	 */
	public TokenrCoverageEndpoint(CoverageReport report) {
		this.report = report;
	}

	/**
	 * Answers what is tracked and what is not.
	 * @return counts by state, the items, and what no start can see
	 */
	@ReadOperation
	public Map<String, Object> coverage() {
		return this.report.document();
	}

}
