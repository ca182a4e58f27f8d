package co.tokenr.usage;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;

import co.tokenr.attribution.Attribution;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UsageEventDocument}. A map's text shows its order.
 */
class UsageEventDocumentTests {

	private static final Instant INSTANT = Instant.parse("2026-01-02T03:04:05.678Z");

	@Test
	void writesAFullEventInTheOrderOfTheWire() {
		UsageEvent event = full();
		assertThat(UsageEventDocument.of(event)).hasToString("{id=" + event.id()
				+ ", occurred_at=2026-01-02T03:04:05.678Z, service=shop, environment=prod, instance=shop-7"
				+ ", provider=anthropic, operation=chat, request_model=claude, response_model=claude-1"
				+ ", response_id=msg_1, service_tier=priority, streaming=true, status=error"
				+ ", error_type=java.io.IOException, latency_ms=1234.567, time_to_first_token_ms=0.250"
				+ ", usage={input_tokens=100, cache_read_input_tokens=30, cache_creation_input_tokens=20"
				+ ", cache_creation_5m_input_tokens=12, cache_creation_1h_input_tokens=8"
				+ ", audio_input_tokens=1, image_input_tokens=2, tool_use_input_tokens=3, output_tokens=50"
				+ ", reasoning_output_tokens=10, audio_output_tokens=4, image_output_tokens=50"
				+ ", total_tokens=150, inconsistent=true}, usage_source=partial"
				+ ", cost={amount=0.0085, currency=EUR, status=fallback, reported_amount=0.009"
				+ ", reported_currency=USD, calculated_amount=0.0085, cache_savings=-0.002, card=c, model=anthropic/claude"
				+ ", matched_by=snapshot, schedule=s, tier=t, multiplier=1.1, discount=10, catalogue=v1"
				+ ", as_of=2026-08-01, not_priced=[web_search], breakdown=[{unit=input, count=100, rate=85"
				+ ", per=1000000, amount=0.0085, rate_of=output, card=c2, tier=t2}]}"
				+ ", agent_id=a, feature=f, team_id=t, customer_id=c, user_id=u, conversation_id=v"
				+ ", run_id=r, round=2, trace_id=trace, span_id=span, tags={z=1, b=2}, captured_by=test}");
	}

	@Test
	void holdsNumbersAndBooleansNotTheirText() {
		Map<String, Object> document = UsageEventDocument.of(full());
		assertThat(document).containsEntry("streaming", true)
			.containsEntry("round", 2L)
			.containsEntry("latency_ms", new BigDecimal("1234.567"));
		assertThat(document.get("usage")).asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsEntry("input_tokens", 100L)
			.containsEntry("inconsistent", true);
		assertThat(document.get("cost")).asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsEntry("amount", new BigDecimal("0.0085"));
	}

	@Test
	void leavesOutWhatIsUnknown() {
		UsageEvent event = new UsageEvent(LlmCall.builder("manual").occurredAt(INSTANT).build(), Attribution.NONE,
				Cost.UNPRICED, new Origin(null, null, null));
		assertThat(UsageEventDocument.of(event)).hasToString("{id=" + event.id()
				+ ", occurred_at=2026-01-02T03:04:05.678Z, provider=unknown, operation=chat, streaming=false"
				+ ", status=success, usage={}, usage_source=missing, cost={currency=USD, status=unpriced}"
				+ ", captured_by=manual}");
	}

	@Test
	void saysWhereAttributionWasCut() {
		UsageEvent cut = TestEvents.event(TestEvents.call(), Attribution.builder().team("x".repeat(257)).build());
		assertThat(UsageEventDocument.of(cut)).containsEntry("attribution_truncated", true);
		assertThat(UsageEventDocument.of(full())).doesNotContainKey("attribution_truncated");
	}

	@Test
	void namesNoFieldInAnyOtherWayThanSnakeCase() {
		assertSnakeCaseWithoutNulls(UsageEventDocument.of(full()));
	}

	@Test
	void isTheSameInEveryLocaleAndTimeZone() {
		UsageEvent event = full();
		String expected = UsageEventDocument.of(event).toString();
		Locale locale = Locale.getDefault();
		TimeZone zone = TimeZone.getDefault();
		try {
			Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
			TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
			assertThat(UsageEventDocument.of(event)).hasToString(expected);
		}
		finally {
			Locale.setDefault(locale);
			TimeZone.setDefault(zone);
		}
	}

	private static void assertSnakeCaseWithoutNulls(Map<?, ?> document) {
		document.forEach((key, value) -> {
			assertThat(key.toString()).matches("[a-z][a-z0-9_]*");
			assertThat(value).as(key.toString()).isNotNull();
			if (value instanceof Map<?, ?> nested) {
				assertSnakeCaseWithoutNulls(nested);
			}
			if (value instanceof List<?> items) {
				items.stream()
					.filter(Map.class::isInstance)
					.forEach((item) -> assertSnakeCaseWithoutNulls((Map<?, ?>) item));
			}
		});
	}

	private static UsageEvent full() {
		LlmCall call = LlmCall.builder("test")
			.occurredAt(INSTANT)
			.provider("anthropic")
			.requestModel("claude")
			.responseModel("claude-1")
			.responseId("msg_1")
			.serviceTier("priority")
			.streaming(true)
			.failure(new IOException("secret"))
			.latency(Duration.ofNanos(1_234_567_890))
			.timeToFirstToken(Duration.ofNanos(250_000))
			.usage(TokenCounts.builder()
				.input(100L)
				.cacheReadInput(30L)
				.cacheCreationInput(20L)
				.cacheCreation5mInput(12L)
				.cacheCreation1hInput(8L)
				.audioInput(1L)
				.imageInput(2L)
				.toolUseInput(3L)
				.output(50L)
				.reasoningOutput(10L)
				.audioOutput(4L)
				.imageOutput(51L)
				.build(), UsageSource.PARTIAL)
			.run("r", 2)
			.trace("trace", "span")
			.providerCost(new ProviderCost(new BigDecimal("0.009"), "USD"))
			.build();
		Attribution attribution = Attribution.builder()
			.agent("a")
			.feature("f")
			.team("t")
			.customer("c")
			.user("u")
			.conversation("v")
			.tag("z", "1")
			.tag("b", "2")
			.build();
		BigDecimal amount = new BigDecimal("0.0085");
		Cost.Basis basis = new Cost.Basis("c", "anthropic/claude", "snapshot", "s", "t", new BigDecimal("1.1"),
				BigDecimal.TEN, "v1", "2026-08-01");
		CostDetails details = CostDetails.of(basis, List.of(new Cost.Item("input", new BigDecimal(100),
				new BigDecimal(85), 1_000_000, amount, "output", "c2", "t2")), List.of("web_search"));
		Cost cost = new Cost(amount, "EUR", CostStatus.FALLBACK, details, amount, new BigDecimal("-0.002"));
		return new UsageEvent(call, attribution, cost, new Origin("shop", "prod", "shop-7"));
	}

}
