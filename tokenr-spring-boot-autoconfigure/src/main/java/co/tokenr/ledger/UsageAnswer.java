package co.tokenr.ledger;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link UsageQuery}. There is a row only where there was usage.
 *
 * @param scope of whom this ledger knows
 * @param completeSince usage is complete from this instant on; {@code null} where the
 * ledger has all that it was ever given
 * @param rows by time, then by rank, {@code other} last
 */
public record UsageAnswer(Scope scope, @Nullable Instant completeSince, List<UsageRow> rows) {

	/**
	 * Creates an answer whose rows are a copy of those given.
	 */
	public UsageAnswer {
		rows = List.copyOf(rows);
	}

	/**
	 * Of whom a ledger knows.
	 */
	public enum Scope {

		/** This process only, since its start. */
		INSTANCE("this instance"),

		/** All that write to the same database. */
		DATABASE("database");

		private final String value;

		Scope(String value) {
			this.value = value;
		}

		/**
		 * Returns the value on the wire.
		 * @return the scope in words
		 */
		public String value() {
			return this.value;
		}

	}

}
