package co.tokenr.capture;

import java.util.List;

/**
 * Knows through what the application calls LLMs by one technology. Asked when somebody
 * wants to know, never by a call.
 */
@FunctionalInterface
public interface CoverageSource {

	/**
	 * Looks through the application.
	 * @return what was found
	 */
	List<CoverageItem> coverage();

}
