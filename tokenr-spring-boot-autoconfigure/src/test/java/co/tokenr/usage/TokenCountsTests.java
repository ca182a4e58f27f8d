package co.tokenr.usage;

import java.util.stream.Stream;

import co.tokenr.SeededRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenCounts} and {@link TokenCountsBuilder}.
 */
class TokenCountsTests {

	@Test
	void nothingReportedIsNone() {
		assertThat(TokenCounts.builder().build()).isSameAs(TokenCounts.NONE);
		assertThat(TokenCounts.NONE.total()).isNull();
		assertThat(TokenCounts.NONE.uncachedInput()).isNull();
		assertThat(TokenCounts.NONE.answerOutput()).isNull();
	}

	@Test
	void zeroIsNotNone() {
		TokenCounts counts = TokenCounts.builder().input(0L).build();
		assertThat(counts).isNotEqualTo(TokenCounts.NONE);
		assertThat(counts.input()).isZero();
		assertThat(counts.output()).isNull();
		assertThat(counts.total()).isZero();
		assertThat(counts.uncachedInput()).isZero();
		assertThat(counts.answerOutput()).isNull();
		assertThat(counts.inconsistent()).isFalse();
	}

	@Test
	void keepsWhatHoldsTogether() {
		TokenCounts counts = TokenCounts.builder()
			.input(100L)
			.cacheReadInput(30L)
			.cacheCreationInput(70L)
			.cacheCreation5mInput(50L)
			.cacheCreation1hInput(20L)
			.audioInput(100L)
			.imageInput(1L)
			.toolUseInput(2L)
			.output(50L)
			.reasoningOutput(50L)
			.audioOutput(3L)
			.imageOutput(4L)
			.build();
		assertThat(counts).isEqualTo(new TokenCounts(100L, 30L, 70L, 50L, 20L, 100L, 1L, 2L, 50L, 50L, 3L, 4L, false));
		assertThat(counts.total()).isEqualTo(150L);
		assertThat(counts.uncachedInput()).isZero();
		assertThat(counts.answerOutput()).isZero();
	}

	@Test
	void derivesTotalsFromWhatWasReported() {
		TokenCounts counts = TokenCounts.builder()
			.input(100L)
			.cacheReadInput(30L)
			.cacheCreationInput(20L)
			.output(40L)
			.reasoningOutput(15L)
			.build();
		assertThat(counts.total()).isEqualTo(140L);
		assertThat(counts.uncachedInput()).isEqualTo(50L);
		assertThat(counts.answerOutput()).isEqualTo(25L);
		assertThat(TokenCounts.builder().output(40L).build().total()).isEqualTo(40L);
	}

	@Test
	void cutsASubsetToItsWholeAndFlagsIt() {
		TokenCounts counts = TokenCounts.builder()
			.input(100L)
			.cacheReadInput(101L)
			.output(10L)
			.reasoningOutput(11L)
			.build();
		assertThat(counts.cacheReadInput()).isEqualTo(100L);
		assertThat(counts.reasoningOutput()).isEqualTo(10L);
		assertThat(counts.inconsistent()).isTrue();
	}

	@Test
	void cutsCacheWritesToWhatReadsLeave() {
		TokenCounts counts = TokenCounts.builder().input(100L).cacheReadInput(60L).cacheCreationInput(50L).build();
		assertThat(counts.cacheCreationInput()).isEqualTo(40L);
		assertThat(counts.uncachedInput()).isZero();
		assertThat(counts.inconsistent()).isTrue();
	}

	@Test
	void cutsWhatWasWrittenForFiveMinutesToWhatOneHourLeaves() {
		TokenCounts counts = TokenCounts.builder()
			.input(100L)
			.cacheCreationInput(50L)
			.cacheCreation5mInput(30L)
			.cacheCreation1hInput(40L)
			.build();
		assertThat(counts.cacheCreation1hInput()).isEqualTo(40L);
		assertThat(counts.cacheCreation5mInput()).isEqualTo(10L);
		assertThat(counts.inconsistent()).isTrue();
	}

	@Test
	void derivesCacheWritesFromTheirPartsWhereOnlyThoseWereReported() {
		TokenCounts counts = TokenCounts.builder()
			.input(100L)
			.cacheCreation5mInput(30L)
			.cacheCreation1hInput(40L)
			.build();
		assertThat(counts.cacheCreationInput()).isEqualTo(70L);
		assertThat(counts.uncachedInput()).isEqualTo(30L);
		assertThat(counts.inconsistent()).isFalse();
	}

	@Test
	void cutsPartsOfUnreportedCacheWritesToTheInput() {
		TokenCounts counts = TokenCounts.builder().input(100L).cacheReadInput(80L).cacheCreation1hInput(500L).build();
		assertThat(counts.cacheCreationInput()).isEqualTo(20L);
		assertThat(counts.cacheCreation1hInput()).isEqualTo(20L);
		assertThat(counts.inconsistent()).isTrue();
	}

	@Test
	void takesANegativeCountForZeroAndFlagsIt() {
		TokenCounts counts = TokenCounts.builder().input(-5L).output(7L).build();
		assertThat(counts.input()).isZero();
		assertThat(counts.total()).isEqualTo(7L);
		assertThat(counts.inconsistent()).isTrue();
	}

	@Test
	void cutsAnAbsurdCountAndFlagsIt() {
		TokenCounts counts = TokenCounts.builder().input(Long.MAX_VALUE).output(Long.MAX_VALUE).build();
		assertThat(counts.input()).isEqualTo(TokenCountsBuilder.MAX_COUNT);
		assertThat(counts.total()).isEqualTo(2 * TokenCountsBuilder.MAX_COUNT);
		assertThat(counts.inconsistent()).isTrue();
		assertThat(TokenCounts.builder().input(TokenCountsBuilder.MAX_COUNT).build().inconsistent()).isFalse();
	}

	@Test
	void aCorrectedCountIsNoLongerFlagged() {
		TokenCountsBuilder builder = TokenCounts.builder().input(-1L);
		assertThat(builder.build().inconsistent()).isTrue();
		assertThat(builder.input(1L).build().inconsistent()).isFalse();
	}

	@Test
	void holdsTogetherWhateverWasReported() {
		SeededRandom random = SeededRandom.create();
		for (int i = 0; i < 100_000; i++) {
			Long[] reported = Stream.generate(random::reportedCount).limit(12).toArray(Long[]::new);
			TokenCounts counts = build(reported);
			String description = random + ", round " + i + ": " + counts;
			assertThat(numbers(counts)).as(description)
				.allMatch((count) -> count == null || (count >= 0 && count <= 2 * TokenCountsBuilder.MAX_COUNT));
			assertPart(description, counts.input(), counts.cacheReadInput(), counts.cacheCreationInput());
			assertPart(description, counts.cacheCreationInput(), counts.cacheCreation5mInput(),
					counts.cacheCreation1hInput());
			assertPart(description, counts.input(), counts.audioInput());
			assertPart(description, counts.input(), counts.imageInput());
			assertPart(description, counts.input(), counts.toolUseInput());
			assertPart(description, counts.input(), counts.cacheCreation5mInput(), counts.cacheCreation1hInput());
			assertPart(description, counts.output(), counts.reasoningOutput());
			assertPart(description, counts.output(), counts.audioOutput());
			assertPart(description, counts.output(), counts.imageOutput());
			assertThat(counts.inconsistent()).as(description).isEqualTo(wasCut(reported, counts));
			assertThat(build(numbers(counts).limit(12).toArray(Long[]::new)).inconsistent())
				.as("cut once is enough, " + description)
				.isFalse();
		}
	}

	private static TokenCounts build(Long[] n) {
		return TokenCounts.builder()
			.input(n[0])
			.cacheReadInput(n[1])
			.cacheCreationInput(n[2])
			.cacheCreation5mInput(n[3])
			.cacheCreation1hInput(n[4])
			.audioInput(n[5])
			.imageInput(n[6])
			.toolUseInput(n[7])
			.output(n[8])
			.reasoningOutput(n[9])
			.audioOutput(n[10])
			.imageOutput(n[11])
			.build();
	}

	/** All counts in the order in which they are built, then those that are derived. */
	private static Stream<Long> numbers(TokenCounts counts) {
		return Stream.of(counts.input(), counts.cacheReadInput(), counts.cacheCreationInput(),
				counts.cacheCreation5mInput(), counts.cacheCreation1hInput(), counts.audioInput(), counts.imageInput(),
				counts.toolUseInput(), counts.output(), counts.reasoningOutput(), counts.audioOutput(),
				counts.imageOutput(), counts.total(), counts.uncachedInput(), counts.answerOutput());
	}

	private static boolean wasCut(Long[] reported, TokenCounts counts) {
		Long[] built = numbers(counts).limit(12).toArray(Long[]::new);
		for (int i = 0; i < reported.length; i++) {
			if (reported[i] != null && !reported[i].equals(built[i])) {
				return true;
			}
		}
		return false;
	}

	private static void assertPart(String description, Long whole, Long... parts) {
		if (whole != null) {
			long sum = Stream.of(parts).mapToLong((part) -> (part != null) ? part : 0).sum();
			assertThat(sum).as(description).isLessThanOrEqualTo(whole);
		}
	}

}
