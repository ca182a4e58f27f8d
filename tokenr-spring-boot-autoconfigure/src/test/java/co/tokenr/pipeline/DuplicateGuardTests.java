package co.tokenr.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import co.tokenr.usage.EventId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DuplicateGuardTests {

	private final PipelineCounts counts = new PipelineCounts();

	private final DuplicateGuard guard = new DuplicateGuard();

	@Test
	void knowsEachOfTheLatestIdsAndForgetsTheOneBefore() {
		List<UUID> ids = new ArrayList<>();
		for (int i = 0; i < 5 * DuplicateGuard.SIZE; i++) {
			UUID id = EventId.next();
			ids.add(id);
			assertThat(isDuplicate(id)).isFalse();
		}
		List<UUID> latest = ids.subList(ids.size() - DuplicateGuard.SIZE, ids.size());
		assertThat(latest).allMatch(this::isDuplicate);
		assertThat(isDuplicate(ids.get(ids.size() - DuplicateGuard.SIZE - 1))).isFalse();
		assertThat(this.counts.duplicates()).isEqualTo(DuplicateGuard.SIZE);
	}

	/** Hashes that collide, over the end of the table too, against a plain list. */
	@Test
	void answersAsAPlainListDoesWhereHashesCollide() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		Deque<UUID> list = new ArrayDeque<>();
		for (int i = 0; i < 4 * DuplicateGuard.SIZE; i++) {
			UUID id = new UUID(random.nextInt(4 * DuplicateGuard.SIZE), -1L - random.nextInt(3));
			boolean known = list.contains(id);
			assertThat(isDuplicate(id)).as("id %s of seed %s", i, seed).isEqualTo(known);
			if (!known) {
				list.addLast(id);
				if (list.size() > DuplicateGuard.SIZE) {
					list.removeFirst();
				}
			}
		}
	}

	private boolean isDuplicate(UUID id) {
		return this.guard.isDuplicate(id, this.counts);
	}

}
