package co.tokenr.ledger;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Keeps events and answers who spent what. Events are never changed but for {@link #erase
 * erasure}. Thread-safe; not to be asked on the way of an LLM call.
 */
public interface UsageLedger {

	/**
	 * Answers a question.
	 * @param query the question
	 * @return the answer
	 */
	UsageAnswer answer(UsageQuery query);

	/**
	 * Returns events page by page, newest first.
	 * @param query range and filters; the rest of it is ignored
	 * @param after {@code next} of the page before, {@code null} for the first page
	 * @param size how many events, from 1 to 500
	 * @return the page
	 * @throws IllegalArgumentException if the cursor or the size is none
	 */
	EventPage events(UsageQuery query, @Nullable String after, int size);

	/**
	 * Returns an event.
	 * @param id its id
	 * @return its {@link co.tokenr.usage.UsageEventDocument}, {@code null} where the
	 * ledger has no such event
	 */
	@Nullable Map<String, Object> event(String id);

	/**
	 * Takes the id of a user or customer out of all events, and the conversation of those
	 * events with it; also where a tag has that id as its value. What was spent stays.
	 * Events that arrive later are not touched.
	 * @param dimension {@link Dimension#USER} or {@link Dimension#CUSTOMER}
	 * @param id the id
	 * @return how many events had it
	 * @throws IllegalArgumentException if the dimension is another one
	 */
	long erase(Dimension dimension, String id);

	/**
	 * Forgets whole days, by UTC, before an instant.
	 * @param before the instant
	 * @return how many events were forgotten
	 */
	long prune(Instant before);

}
