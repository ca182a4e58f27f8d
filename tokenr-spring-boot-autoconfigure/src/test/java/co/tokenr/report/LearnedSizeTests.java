package co.tokenr.report;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LearnedSizeTests {

	private final LearnedSize size = new LearnedSize(10_000);

	@Test
	void isUnlimitedUntilALargeOneIsRefused() {
		assertThat(this.size.limit()).isEqualTo(Long.MAX_VALUE);
		this.size.refused(8000);
		assertThat(this.size.limit()).isEqualTo(4000);
		this.size.refused(4000);
		assertThat(this.size.limit()).isEqualTo(2000);
	}

	@Test
	void growsByATenthAfterAHundredThatWereTaken() {
		this.size.refused(8000);
		take(99);
		assertThat(this.size.limit()).isEqualTo(4000);
		take(1);
		assertThat(this.size.limit()).isEqualTo(4400);
	}

	@Test
	void forgetsALimitThatIsAboveTheLargestBatch() {
		this.size.refused(8000);
		take(900);
		assertThat(this.size.limit()).isBetween(9000L, 9999L);
		take(100);
		assertThat(this.size.limit()).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void isNeverSmallerThanAnEventMayReasonablyBe() {
		this.size.refused(100);
		assertThat(this.size.limit()).isEqualTo(1024);
	}

	private void take(int times) {
		for (int i = 0; i < times; i++) {
			this.size.taken();
		}
	}

}
