package co.tokenr.ledger;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Events page by page.
 *
 * @param events documents of events, newest first
 * @param next where the next page begins, {@code null} where this is the last
 */
public record EventPage(List<Map<String, Object>> events, @Nullable String next) {

	/** How many events a page has at the most. */
	public static final int MAX_SIZE = 500;

	/**
	 * Creates a page whose list is a copy of the one given.
	 */
	public EventPage {
		events = List.copyOf(events);
	}

	/**
	 * Makes a page of the events that were found.
	 * @param found the entries, newest first, one more than the size where there are more
	 * @param size the size of the page
	 * @return the page
	 */
	public static EventPage of(List<LedgerEntry> found, int size) {
		List<LedgerEntry> shown = found.subList(0, Math.min(size, found.size()));
		return new EventPage(shown.stream().map(LedgerEntry::document).toList(),
				(found.size() > size) ? Cursor.of(shown.get(size - 1).facts()).toString() : null);
	}

	/**
	 * Checks the size of a page.
	 * @param size the size
	 * @throws IllegalArgumentException if it is not from 1 to {@value #MAX_SIZE}
	 */
	public static void checkSize(int size) {
		if (size < 1 || size > MAX_SIZE) {
			throw new IllegalArgumentException("A page of " + size + " events. Use 1 to " + MAX_SIZE);
		}
	}

	/**
	 * The place of an event in the order of pages: by time, then by id.
	 *
	 * @param micros when its call began, in microseconds since 1970 UTC
	 * @param id its id
	 */
	public record Cursor(long micros, String id) {

		/**
		 * Reads a cursor.
		 * @param text what {@link EventPage#next()} said, {@code null} for the first page
		 * @return the cursor, {@code null} for the first page
		 * @throws IllegalArgumentException if this is no cursor
		 */
		public static @Nullable Cursor parse(@Nullable String text) {
			if (text == null) {
				return null;
			}
			int dot = text.indexOf('.');
			try {
				return new Cursor(Long.parseLong(text, 0, Math.max(dot, 0), 10), text.substring(dot + 1));
			}
			catch (NumberFormatException ex) {
				throw new IllegalArgumentException("No cursor: '" + text + "'. Use 'next' of the page before");
			}
		}

		static Cursor of(UsageFacts facts) {
			return new Cursor(facts.occurredMicros(), facts.id());
		}

		boolean isBefore(UsageFacts facts) {
			return facts.occurredMicros() < this.micros
					|| (facts.occurredMicros() == this.micros && facts.id().compareTo(this.id) < 0);
		}

		@Override
		public String toString() {
			return this.micros + "." + this.id;
		}

	}

}
