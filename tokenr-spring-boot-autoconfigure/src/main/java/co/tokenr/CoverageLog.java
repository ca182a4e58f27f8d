package co.tokenr;

import java.util.function.BooleanSupplier;

import co.tokenr.capture.CoverageItem;
import co.tokenr.capture.CoverageReport;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Prints once, when the application is ready, what is tracked and what is not: where
 * debugging is on at level INFO, else at DEBUG. The logger is {@code co.tokenr.debug}.
 */
public final class CoverageLog implements ApplicationListener<ApplicationReadyEvent> {

	private static final Log logger = LogFactory.getLog("co.tokenr.debug");

	private final CoverageReport report;

	private final BooleanSupplier debug;

	/**
	 * Creates the log.
	 * @param report knows what is tracked
	 * @param debug whether debugging is on
	 */
	public CoverageLog(CoverageReport report, BooleanSupplier debug) {
		this.report = report;
		this.debug = debug;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (this.debug.getAsBoolean()) {
			logger.info(lines());
		}
		else if (logger.isDebugEnabled()) {
			logger.debug(lines());
		}
	}

	private String lines() {
		StringBuilder lines = new StringBuilder("[tokenr] What is tracked (also at /actuator/tokenrcoverage):");
		for (CoverageItem item : this.report.items()) {
			lines.append(System.lineSeparator())
				.append("  ")
				.append(item.state().value())
				.append(' ')
				.append(item.kind())
				.append(" '")
				.append(item.name())
				.append('\'');
			if (item.seam() != null) {
				lines.append(" by ").append(item.seam());
			}
			if (item.advice() != null) {
				lines.append(": ").append(item.advice());
			}
		}
		return lines.toString();
	}

}
