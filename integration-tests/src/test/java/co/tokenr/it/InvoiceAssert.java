package co.tokenr.it;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageEvent;
import com.example.demo.DemoInvoice;
import org.assertj.core.api.SoftAssertions;

/**
 * Holds events against the provider's bill: one event a line, field by field and in sum.
 */
final class InvoiceAssert {

	private static final List<Field> FIELDS = List.of(new Field("input", DemoInvoice.Line::input, TokenCounts::input),
			new Field("cache read", DemoInvoice.Line::cacheRead, TokenCounts::cacheReadInput),
			new Field("cache written", DemoInvoice.Line::cacheCreation, TokenCounts::cacheCreationInput),
			new Field("output", DemoInvoice.Line::output, TokenCounts::output),
			new Field("reasoning", DemoInvoice.Line::reasoning, TokenCounts::reasoningOutput));

	/** Spring AI keeps these of a stream to itself. */
	private static final List<Field> FIELDS_OF_CALLS = List.of(
			new Field("written for 5 min", DemoInvoice.Line::cacheCreation5m, TokenCounts::cacheCreation5mInput),
			new Field("written for 1 h", DemoInvoice.Line::cacheCreation1h, TokenCounts::cacheCreation1hInput));

	private InvoiceAssert() {
	}

	static void assertBilled(List<DemoInvoice.Line> lines, List<UsageEvent> events) {
		SoftAssertions.assertSoftly((softly) -> {
			softly.assertThat(events)
				.extracting((event) -> event.call().responseId())
				.as("responses, each once")
				.containsExactlyInAnyOrderElementsOf(lines.stream().map(DemoInvoice.Line::responseId).toList());
			for (UsageEvent event : events) {
				lines.stream()
					.filter((line) -> Objects.equals(line.responseId(), event.call().responseId()))
					.forEach((line) -> assertBilled(softly, line, event));
			}
			for (Field field : FIELDS) {
				softly.assertThat(events.stream().mapToLong((event) -> field.counted(event)).sum())
					.as("sum of " + field.name())
					.isEqualTo(lines.stream().mapToLong((line) -> field.billed(line)).sum());
			}
		});
	}

	private static void assertBilled(SoftAssertions softly, DemoInvoice.Line line, UsageEvent event) {
		softly.assertThat(event.call().responseModel()).isEqualTo(line.servedModel());
		softly.assertThat(event.call().requestModel()).isEqualTo(line.requestedModel());
		softly.assertThat(event.call().streaming()).isEqualTo(line.streaming());
		softly.assertThat(event.usage().inconsistent()).isFalse();
		for (Field field : FIELDS) {
			softly.assertThat(field.ofEvent().apply(event.usage()))
				.as(field.name())
				.isEqualTo(field.ofLine().apply(line));
		}
		if (!line.streaming()) {
			for (Field field : FIELDS_OF_CALLS) {
				softly.assertThat(field.ofEvent().apply(event.usage()))
					.as(field.name())
					.isEqualTo(field.ofLine().apply(line));
			}
		}
	}

	private record Field(String name, Function<DemoInvoice.Line, Long> ofLine, Function<TokenCounts, Long> ofEvent) {

		long billed(DemoInvoice.Line line) {
			return Objects.requireNonNullElse(this.ofLine.apply(line), 0L);
		}

		long counted(UsageEvent event) {
			return Objects.requireNonNullElse(this.ofEvent.apply(event.usage()), 0L);
		}

	}

}
