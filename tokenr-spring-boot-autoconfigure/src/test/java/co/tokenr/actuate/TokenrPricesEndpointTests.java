package co.tokenr.actuate;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import co.tokenr.pricing.CataloguePriceBook;
import co.tokenr.pricing.PriceFiles;
import co.tokenr.pricing.PriceSettings;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The endpoint {@code tokenrprices} over the bundled prices.
 */
class TokenrPricesEndpointTests {

	private static final UUID EVENT = UUID.fromString("01a2005f-aaec-70ff-8ca5-0a5967cd383c");

	private final CataloguePriceBook prices = new CataloguePriceBook(PriceSettings.DEFAULTS,
			new PriceFiles(List.of(), PriceFiles.INTERVAL));

	private final TokenrPricesEndpoint endpoint = new TokenrPricesEndpoint(this.prices,
			(id) -> id.equals(EVENT) ? Map.of("id", id.toString(), "cost", Map.of("status", "unpriced")) : null);

	@Test
	void listsWhatTheModelsSeenArePricedByAndWhichHaveNoPrice() {
		this.prices.price(call("openai", "gpt-4o-mini-2024-07-18"));
		this.prices.price(call("openai", "gpt-4o-slow"));
		this.prices.price(call("openai", "gpt-4o-slow"));
		Map<String, Object> document = this.endpoint.prices();
		assertThat(one(document, "models")).containsEntry("response_model", "gpt-4o-mini-2024-07-18")
			.containsEntry("priced_by", "openai/gpt-4o-mini");
		assertThat(one(document, "unmatched")).containsEntry("model", "gpt-4o-slow").containsEntry("calls", 2L);
		assertThat(one(document, "sources")).containsEntry("name", "bundled");
	}

	@Test
	void tellsThePriceInForceOfEachModelSeen() {
		this.prices.price(call("openai", "gpt-4o-mini-2024-07-18"));
		Map<?, ?> inForce = (Map<?, ?>) one(this.endpoint.prices(), "models").get("in_force");
		assertThat(inForce.get("currency")).isEqualTo("USD");
		assertThat(inForce.get("rates")).asString().contains("input=0.15", "output=0.6");
	}

	@Test
	void calculatesInWordsAndNumbers() {
		Map<String, Object> document = ask("openai/gpt-4o-mini", 128L, 42L, 43L, null);
		assertThat(document).containsEntry("priced", true).containsEntry("priced_by", "openai/gpt-4o-mini");
		Map<?, ?> calculation = (Map<?, ?>) document.get("calculation");
		assertThat(((Map<?, ?>) calculation.get("cost")).get("amount")).isEqualTo(new BigDecimal("0.00004185"));
		assertThat(calculation.get("in_words")).asString().contains("86 input x 0.15 USD / 1000000 = 0.0000129");
	}

	@Test
	void calculatesForAServiceTier() {
		Map<String, Object> document = ask("openai/gpt-5-mini", 1_000_000L, null, null, "flex");
		assertThat(((Map<?, ?>) ((Map<?, ?>) document.get("calculation")).get("cost")).get("amount")).asString()
			.isEqualTo("0.125");
	}

	@Test
	void showsTheCardsAloneWhereNothingIsCounted() {
		Map<String, Object> document = ask("anthropic/claude-sonnet-4-5", null, null, null, null);
		assertThat(document).doesNotContainKey("calculation").containsKeys("cards", "source", "as_of");
	}

	@Test
	void takesSlashesInAName() {
		assertThat(ask("fireworks_ai/accounts/fireworks/models/nobody-knows", null, null, null, null))
			.containsEntry("model", "accounts/fireworks/models/nobody-knows")
			.containsEntry("priced", false)
			.containsKey("advice");
	}

	@Test
	void explainsAnEventFromWhatWasStored() {
		assertThat(ask("explain/" + EVENT, null, null, null, null)).containsEntry("in_words",
				List.of("unpriced: no price is known, or nothing was counted"));
	}

	@Test
	void knowsNothingOfAnEventThatIsNotKept() {
		assertThat(price("explain/01a2005f-aaec-70ff-8ca5-0a5967cd3830".split("/"), null, null, null, null)).isNull();
	}

	@Test
	void refusesWhatIsNoId() {
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> ask("explain/yesterday", null, null, null, null));
	}

	@Test
	void refusesAProviderAlone() {
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> ask("openai", null, null, null, null));
	}

	private Map<String, Object> ask(String path, @Nullable Long input, @Nullable Long cacheRead, @Nullable Long output,
			@Nullable String serviceTier) {
		Map<String, Object> answer = price(path.split("/"), input, cacheRead, output, serviceTier);
		assertThat(answer).isNotNull();
		return answer;
	}

	private @Nullable Map<String, Object> price(String[] path, @Nullable Long input, @Nullable Long cacheRead,
			@Nullable Long output, @Nullable String serviceTier) {
		return this.endpoint.price(path, input, cacheRead, null, null, null, null, output, null, null, null, null, null,
				null, null, null, serviceTier, null, null, null, Instant.parse("2026-11-22T00:00:00Z"));
	}

	private static LlmCall call(String provider, String model) {
		return LlmCall.builder("test")
			.provider(provider)
			.responseModel(model)
			.usage(TokenCounts.builder().input(10L).output(5L).build(), UsageSource.PROVIDER)
			.build();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> one(Map<String, Object> document, String name) {
		List<Map<String, Object>> list = (List<Map<String, Object>>) document.get(name);
		assertThat(list).hasSize(1);
		return list.get(0);
	}

}
