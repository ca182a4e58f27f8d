package co.tokenr.report.target.collector;

import java.math.BigDecimal;
import java.util.Map;

import co.tokenr.attribution.Attribution;
import co.tokenr.report.JsonDocument;
import co.tokenr.report.TestEvents;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.Cost;
import co.tokenr.usage.LlmCallBuilder;
import co.tokenr.usage.Origin;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TokenrFormatTests {

	private static final Origin NOWHERE = new Origin(null, null, null);

	@Test
	void sendsUncachedInputAndLeavesOutCountsOfZero() {
		Map<String, Object> document = document(TestEvents.call()
			.usage(TokenCounts.builder().input(100L).cacheReadInput(0L).output(5L).build(), UsageSource.PROVIDER));
		assertThat(document).containsEntry("input_tokens", 100L)
			.containsEntry("output_tokens", 5L)
			.doesNotContainKeys("cache_read_tokens", "cache_write_tokens", "tags", "agent_id", "total_cost");
	}

	@Test
	void saysWhereCountsAreMissing() {
		Map<String, Object> document = document(TestEvents.call().usage(TokenCounts.NONE, UsageSource.PROVIDER));
		assertThat(document).containsEntry("input_tokens", 0L)
			.containsEntry("output_tokens", 0L)
			.containsEntry("tags", Map.of("usage_source", "missing"));
	}

	@Test
	void saysWhereCountsAreNotTheProviders() {
		assertThat(document(TestEvents.call().usage(TokenCounts.builder().output(3L).build(), UsageSource.ESTIMATED)))
			.containsEntry("tags", Map.of("usage_source", "estimated"));
	}

	@Test
	void knowsNoOutputOfAnEmbeddingToBeMissing() {
		assertThat(document(TestEvents.call().usage(TokenCounts.builder().input(3L).build(), UsageSource.PROVIDER)))
			.containsEntry("output_tokens", 0L)
			.doesNotContainKey("tags");
	}

	@Test
	void aCancelledCallIsASuccessWithATag() {
		assertThat(document(TestEvents.call().status(CallStatus.CANCELLED))).containsEntry("status", "success")
			.containsEntry("tags", Map.of("status", "cancelled"));
		assertThat(document(TestEvents.call().status(CallStatus.ERROR))).containsEntry("status", "error")
			.doesNotContainKey("tags");
	}

	@Test
	void namesAModelThatNobodyKnows() {
		assertThat(document(TestEvents.call().requestModel(null))).containsEntry("model", "unknown");
	}

	@Test
	void whatIsSaidOfTheCallerWinsOverATagOfThatName() {
		UsageEvent event = new UsageEvent(TestEvents.call().build(),
				Attribution.builder()
					.customer("c")
					.user("u")
					.conversation("v")
					.tag("customer_id", "mine")
					.tag("k", "w")
					.build(),
				Cost.UNPRICED, new Origin("s", "e", "i"));
		assertThat(written(new TokenrFormat(false), event)).containsEntry("tags", Map.of("customer_id", "c", "user_id",
				"u", "conversation_id", "v", "k", "w", "service", "s", "environment", "e"));
	}

	@Test
	void sendsOurCostOnlyWhereThatIsAskedForAndThereIsOne() {
		UsageEvent event = TestEvents.event();
		assertThat(written(new TokenrFormat(false), event)).doesNotContainKey("total_cost");
		assertThat(written(new TokenrFormat(true), event)).containsEntry("total_cost", new BigDecimal("0.00001"));
		assertThat(written(new TokenrFormat(true), unpriced(TestEvents.call()))).doesNotContainKey("total_cost");
	}

	private static Map<String, Object> document(LlmCallBuilder call) {
		return written(new TokenrFormat(false), unpriced(call));
	}

	private static Map<String, Object> written(WireFormat format, UsageEvent event) {
		return JsonDocument.read(EncodedEvents.of(TestEvents.stored(event), format).events().get(0).json());
	}

	private static UsageEvent unpriced(LlmCallBuilder call) {
		return new UsageEvent(call.build(), Attribution.NONE, Cost.UNPRICED, NOWHERE);
	}

}
