package co.tokenr.usage;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Mints event ids: UUIDs of version 7 (RFC 9562), so that ids sort by the time of
 * capture. Drawn from a fast generator: unique, not secret.
 */
public final class EventId {

	private EventId() {
	}

	/**
	 * Mints an id.
	 * @return a new UUID of version 7
	 */
	public static UUID next() {
		return of(System.currentTimeMillis());
	}

	static UUID of(long epochMillis) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		long high = (epochMillis << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
		long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
		return new UUID(high, low);
	}

}
