package co.tokenr.metrics;

import java.util.List;

/**
 * What there is to read of a delivery. All numbers count events since the start.
 */
public interface DeliveryReadings {

	/**
	 * Returns the name of the target.
	 * @return the name
	 */
	String target();

	/**
	 * Returns how many events wait in memory.
	 * @return the count
	 */
	long waiting();

	/**
	 * Returns how many events may wait in memory.
	 * @return the count
	 */
	long capacity();

	/**
	 * Returns how many events are in the spool, those in flight included.
	 * @return the count
	 */
	long spoolEvents();

	/**
	 * Returns how large the spool is, on disk where it is in files.
	 * @return the size in bytes
	 */
	long spoolBytes();

	/**
	 * Returns how many attempts there were beyond the first.
	 * @return the count
	 */
	long retries();

	/**
	 * Returns the outcomes and reasons that are counted, a closed list.
	 * @return the outcomes
	 */
	List<Outcome> outcomes();

	/**
	 * Returns how many events ended so.
	 * @param outcome one of {@link #outcomes()}
	 * @return the count
	 */
	long count(Outcome outcome);

	/**
	 * How an event can end.
	 *
	 * @param name sent, dropped, rejected or withheld
	 * @param reason why, {@code none} for sent
	 */
	record Outcome(String name, String reason) {
	}

}
