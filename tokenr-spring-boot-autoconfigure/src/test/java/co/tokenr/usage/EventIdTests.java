package co.tokenr.usage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventId}.
 */
class EventIdTests {

	@Test
	void isOfVersion7AndTheIetfVariant() {
		for (int i = 0; i < 10_000; i++) {
			UUID id = EventId.next();
			assertThat(id.version()).isEqualTo(7);
			assertThat(id.variant()).isEqualTo(2);
		}
	}

	@Test
	void beginsWithTheMillisecondOfItsMaking() {
		long before = System.currentTimeMillis();
		long stamp = EventId.next().getMostSignificantBits() >>> 16;
		assertThat(stamp).isBetween(before, System.currentTimeMillis());
		assertThat(EventId.of(0x0123_4567_89ABL).toString()).startsWith("01234567-89ab-7");
	}

	@Test
	void sortsAsTextAndAsUuidByTheMillisecond() {
		UUID last = EventId.of(1_700_000_000_000L - 1);
		for (long millis = 1_700_000_000_000L; millis < 1_700_000_002_000L; millis++) {
			UUID next = EventId.of(millis);
			assertThat(next.toString()).isGreaterThan(last.toString());
			assertThat(next).isGreaterThan(last);
			last = next;
		}
	}

	@Test
	void isUniqueAmongAMillionFromFourThreads() throws Exception {
		int perThread = 250_000;
		Callable<UUID[]> minter = () -> {
			UUID[] ids = new UUID[perThread];
			Arrays.setAll(ids, (i) -> EventId.next());
			return ids;
		};
		UUID[] all = new UUID[4 * perThread];
		ExecutorService executor = Executors.newFixedThreadPool(4);
		try {
			List<Future<UUID[]>> minted = new ArrayList<>(executor.invokeAll(List.of(minter, minter, minter, minter)));
			for (int i = 0; i < minted.size(); i++) {
				System.arraycopy(minted.get(i).get(), 0, all, i * perThread, perThread);
			}
		}
		finally {
			executor.shutdownNow();
		}
		Arrays.sort(all);
		long twice = 0;
		for (int i = 1; i < all.length; i++) {
			twice += all[i].equals(all[i - 1]) ? 1 : 0;
		}
		assertThat(twice).isZero();
	}

}
