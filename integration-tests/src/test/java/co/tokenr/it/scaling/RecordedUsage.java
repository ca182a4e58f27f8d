package co.tokenr.it.scaling;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageEvent;

/**
 * All that the instances recorded, kept in this process and added up one by one.
 */
final class RecordedUsage implements InlineUsageListener {

	private final Queue<UsageEvent> events = new ConcurrentLinkedQueue<>();

	@Override
	public void onUsage(UsageEvent event) {
		this.events.add(event);
	}

	int size() {
		return this.events.size();
	}

	/** The sums by hour, customer, model and currency. */
	Map<List<Object>, Sums> byHour() {
		Map<List<Object>, Sums> sums = new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
		for (UsageEvent event : this.events) {
			Instant hour = event.occurredAt().truncatedTo(ChronoUnit.HOURS);
			sums.merge(
					List.of(hour, Objects.toString(event.attribution().customerId(), ""),
							Objects.requireNonNull(event.model()), event.cost().currency()),
					Sums.of(event), Sums::plus);
		}
		return sums;
	}

	/**
	 * What is added up.
	 *
	 * @param calls round trips
	 * @param unpriced those without a price
	 * @param input input tokens
	 * @param output output tokens
	 * @param cost the amount, without trailing zeros
	 */
	record Sums(long calls, long unpriced, long input, long output, BigDecimal cost) {

		Sums {
			cost = cost.stripTrailingZeros();
		}

		private static Sums of(UsageEvent event) {
			TokenCounts usage = event.usage();
			BigDecimal amount = event.cost().amount();
			return new Sums(1, (amount != null) ? 0 : 1, (usage.input() != null) ? usage.input() : 0,
					(usage.output() != null) ? usage.output() : 0, (amount != null) ? amount : BigDecimal.ZERO);
		}

		private Sums plus(Sums other) {
			return new Sums(this.calls + other.calls, this.unpriced + other.unpriced, this.input + other.input,
					this.output + other.output, this.cost.add(other.cost));
		}

	}

}
