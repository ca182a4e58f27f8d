package co.tokenr.capture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link CaptureGuard}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CaptureGuardTests {

	private final CaptureGuard guard = new CaptureGuard();

	@Test
	void warnsOnceOfEachStepAndNeverTellsMessages(CapturedOutput output) {
		for (int i = 0; i < 3; i++) {
			this.guard.swallow("read it", new IllegalStateException("secret"));
		}
		this.guard.swallow("write it", new NoClassDefFoundError("secret"));
		assertThat(output).containsOnlyOnce("Could not read it")
			.containsOnlyOnce("Could not write it")
			.contains("java.lang.IllegalStateException at ")
			.doesNotContain("secret");
	}

	@Test
	void givesFallbackForStepThatFails() {
		Integer result = this.guard.get("count", () -> {
			throw new LinkageError();
		}, 7);
		assertThat(result).isEqualTo(7);
	}

	@Test
	void hidesNoFailureOfTheMachine() {
		OutOfMemoryError failure = new OutOfMemoryError();
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> this.guard.run("read it", () -> {
			throw failure;
		})).isSameAs(failure);
	}

}
