package co.tokenr.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LlmCallBuilder}.
 */
class LlmCallBuilderTests {

	@Test
	void saysNothingThatWasNotSaid() {
		Instant before = Instant.now();
		LlmCall call = LlmCall.builder("test").build();
		assertThat(call.id().version()).isEqualTo(7);
		assertThat(call.occurredAt()).isBetween(before, Instant.now());
		assertThat(call).isEqualTo(new LlmCall(call.id(), call.occurredAt(), "unknown", Operation.CHAT, null, null,
				null, null, false, CallStatus.SUCCESS, null, null, null, TokenCounts.NONE, UsageSource.MISSING,
				UsageCounters.NONE, List.of(), null, null, null, null, null, null, null, "test"));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " \t" })
	void takesBlankTextForUnknown(String blank) {
		LlmCall call = LlmCall.builder("test")
			.provider(blank)
			.requestModel(blank)
			.responseModel(blank)
			.responseId(blank)
			.serviceTier(blank)
			.build();
		assertThat(call.provider()).isEqualTo("unknown");
		assertThat(call.requestModel()).isNull();
		assertThat(call.responseModel()).isNull();
		assertThat(call.responseId()).isNull();
		assertThat(call.serviceTier()).isNull();
	}

	@Test
	void keepsItsDefaultsWhereACallerGivesNull() {
		LlmCall call = LlmCall.builder("test").occurredAt(null).operation(null).status(null).failure(null).build();
		assertThat(call.occurredAt()).isNotNull();
		assertThat(call.operation()).isEqualTo(Operation.CHAT);
		assertThat(call.status()).isEqualTo(CallStatus.ERROR);
		assertThat(call.errorType()).isNull();
		assertThat(LlmCall.builder("test").status(null).build().status()).isEqualTo(CallStatus.SUCCESS);
	}

	@Test
	void keepsTheTypeOfAFailureButNotItsMessage() {
		LlmCall call = LlmCall.builder("test").failure(new IllegalStateException("the prompt")).build();
		assertThat(call.status()).isEqualTo(CallStatus.ERROR);
		assertThat(call.errorType()).isEqualTo("java.lang.IllegalStateException");
		assertThat(call.toString()).doesNotContain("the prompt");
	}

	@Test
	void prefersTheModelThatAnswered() {
		LlmCallBuilder call = LlmCall.builder("test").requestModel("gpt-4o");
		assertThat(call.build().model()).isEqualTo("gpt-4o");
		assertThat(call.responseModel("gpt-4o-2024-08-06").build().model()).isEqualTo("gpt-4o-2024-08-06");
	}

	@Test
	void takesATimeThatCannotBeForUnknown() {
		LlmCall call = LlmCall.builder("test")
			.latency(Duration.ofMillis(-1))
			.timeToFirstToken(Duration.ofSeconds(Long.MAX_VALUE))
			.build();
		assertThat(call.latency()).isNull();
		assertThat(call.timeToFirstToken()).isNull();
		assertThat(LlmCall.builder("test").latency(Duration.ZERO).build().latency()).isZero();
	}

}
