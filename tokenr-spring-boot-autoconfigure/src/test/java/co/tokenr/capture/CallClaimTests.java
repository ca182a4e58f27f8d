package co.tokenr.capture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link CallClaim}.
 */
class CallClaimTests {

	@Test
	void staysOpenUntilTheLastIsClosedInWhateverOrder() {
		CallClaim outer = CallClaim.open();
		CallClaim inner = CallClaim.open();
		outer.close();
		assertThat(CallClaim.isOpen()).isTrue();
		inner.close();
		assertThat(CallClaim.isOpen()).isFalse();
	}

	@Test
	void closesOnce() {
		try (CallClaim outer = CallClaim.open()) {
			CallClaim inner = CallClaim.open();
			inner.close();
			inner.close();
			assertThat(CallClaim.isOpen()).isTrue();
		}
		assertThat(CallClaim.isOpen()).isFalse();
	}

	@Test
	void isOpenOnItsThreadOnly() throws InterruptedException {
		boolean[] open = { true };
		try (CallClaim claim = CallClaim.open()) {
			Thread thread = new Thread(() -> open[0] = CallClaim.isOpen());
			thread.start();
			thread.join();
		}
		assertThat(open[0]).isFalse();
	}

}
