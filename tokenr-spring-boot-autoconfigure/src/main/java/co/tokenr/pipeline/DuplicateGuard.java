package co.tokenr.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Remembers the latest round trips by their ids, so that one whose end is signalled twice
 * is recorded once. Bounded: the signals of one round trip come close together.
 */
final class DuplicateGuard {

	private static final int SIZE = 8192;

	private final Set<UUID> seen = Collections.newSetFromMap(new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
			return size() > SIZE;
		}

	});

	boolean isDuplicate(UUID id, PipelineCounts counts) {
		synchronized (this.seen) {
			if (this.seen.add(id)) {
				return false;
			}
		}
		counts.duplicate();
		return true;
	}

}
