package co.tokenr.it;

import java.util.List;
import java.util.Set;

import co.tokenr.usage.CallStatus;
import co.tokenr.usage.UsageSource;
import org.jspecify.annotations.Nullable;

/**
 * What an application is promised for a cell. Unless said otherwise that is one event a
 * billed call, with every count of the bill.
 *
 * @param capturedBy the seam that counts
 * @param source where the counts of billed calls come from
 * @param runs how calls are numbered
 * @param outcomes the events where not all are billed calls, {@code null} where they are
 * @param withheld fields of the bill that nobody can know here
 * @param tenants of which calls the tenant is known
 * @param reason why fields are withheld or the source is not the provider
 */
record Promise(String capturedBy, UsageSource source, Runs runs, @Nullable List<Outcome> outcomes, Set<String> withheld,
		Tenants tenants, String reason) {

	static Promise by(String capturedBy) {
		return new Promise(capturedBy, UsageSource.PROVIDER, Runs.NONE, null, Set.of(), Tenants.ALL, "");
	}

	Promise inOneRun() {
		return new Promise(this.capturedBy, this.source, Runs.ONE, this.outcomes, this.withheld, this.tenants,
				this.reason);
	}

	Promise inRunsOfTheirOwn() {
		return new Promise(this.capturedBy, this.source, Runs.EACH, this.outcomes, this.withheld, this.tenants,
				this.reason);
	}

	Promise partial(String reason) {
		return new Promise(this.capturedBy, UsageSource.PARTIAL, this.runs, this.outcomes, this.withheld, this.tenants,
				reason);
	}

	Promise without(String reason, String... withheld) {
		return new Promise(this.capturedBy, this.source, this.runs, this.outcomes, Set.of(withheld), this.tenants,
				reason);
	}

	Promise knowing(Tenants tenants, String reason) {
		return new Promise(this.capturedBy, this.source, this.runs, this.outcomes, this.withheld, tenants, reason);
	}

	Promise ending(Outcome... outcomes) {
		return new Promise(this.capturedBy, this.source, this.runs, List.of(outcomes), this.withheld, this.tenants,
				this.reason);
	}

	/** Of which calls the tenant is known. */
	enum Tenants {

		/** Of all. */
		ALL,

		/** Of the first. */
		FIRST,

		/** Of the last. */
		LAST

	}

	/** How the calls of a cell are numbered. */
	enum Runs {

		/** Not at all: no client knows of a turn. */
		NONE,

		/** As the rounds of one turn, from 1. */
		ONE,

		/** Each is a turn of its own. */
		EACH

	}

	/**
	 * An event that is not simply a billed call.
	 *
	 * @param status how the call ended
	 * @param source where its counts come from
	 */
	record Outcome(CallStatus status, UsageSource source) {

		static final Outcome SUCCESS = new Outcome(CallStatus.SUCCESS, UsageSource.PROVIDER);

		static final Outcome ERROR = new Outcome(CallStatus.ERROR, UsageSource.MISSING);

		static Outcome cancelled(UsageSource source) {
			return new Outcome(CallStatus.CANCELLED, source);
		}

		@Override
		public String toString() {
			return this.status.value() + " " + this.source.value();
		}

	}

}
