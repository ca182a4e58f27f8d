package co.tokenr.report.target.collector;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import co.tokenr.report.RandomEvents;
import co.tokenr.report.StoredEvent;
import co.tokenr.report.target.collector.EncodedEvents.Encoded;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class WireFormatTests {

	@ParameterizedTest
	@EnumSource(CollectorFormat.class)
	void tellsTheSameOfAnEventBeforeARestartAndAfterIt(CollectorFormat kind) {
		WireFormat format = WireFormat.of(CollectorSettings.builder().format(kind).sendCost(true).build());
		long seed = System.nanoTime();
		RandomEvents random = new RandomEvents(seed);
		List<StoredEvent> before = new ArrayList<>();
		List<StoredEvent> after = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			StoredEvent event = StoredEvent.of(random.next());
			before.add(event);
			after.add(StoredEvent.of(event.json()));
		}
		EncodedEvents told = EncodedEvents.of(before, format);
		assertThat(told.events()).as("seed %s", seed).isNotEmpty();
		Iterator<Encoded> next = told.events().iterator();
		for (int i = 0; i < after.size(); i++) {
			// alone, so that nothing is left of the event before
			EncodedEvents read = EncodedEvents.of(List.of(after.get(i)), format);
			assertThat(told.outcomes().get(i)).as("event %s of seed %s", i, seed).isEqualTo(read.outcomes().get(0));
			if (!read.events().isEmpty()) {
				assertThat(describe(next.next())).as("event %s of seed %s", i, seed)
					.isEqualTo(describe(read.events().get(0)));
			}
		}
		assertThat(next).isExhausted();
	}

	private static String describe(Encoded event) {
		return event.id() + " " + event.flags() + " " + new String(event.json(), StandardCharsets.UTF_8);
	}

}
