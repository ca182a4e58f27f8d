package co.tokenr.pricing;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import co.tokenr.usage.Cost;
import co.tokenr.usage.CostStatus;
import co.tokenr.usage.LlmCallBuilder;
import co.tokenr.usage.ProviderCost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the way from a model's name to its prices.
 */
class ModelMatchingTests {

	private final CataloguePriceBook book = TestPrices.golden();

	@ParameterizedTest
	@CsvSource({ "openai, gpt-4o, exact, gpt-4o", "openai, GPT-4o, exact, gpt-4o",
			"openai, openai/gpt-4o, exact, gpt-4o", "OpenAI, sun, exact, sol",
			"openai, gpt-4o-2024-08-06, snapshot, gpt-4o", "openai, gpt-4o-20240806, snapshot, gpt-4o",
			"openai, gpt-4o@20240806, snapshot, gpt-4o", "openai, gpt-4o-2024-05-13, exact, gpt-4o-2024-05-13",
			"openai, gpt-4o@20240513, snapshot, gpt-4o",
			"anthropic, claude-opus-4-1-20250805, snapshot, claude-opus-4-1",
			"gcp.gemini, models/gemini-pro, exact, gemini-pro",
			"aws.bedrock, eu.amazon.nova-pro-v1:0, exact, amazon.nova-pro-v1:0",
			"aws.bedrock, bedrock/amazon.nova-pro-v1:0, exact, amazon.nova-pro-v1:0",
			"aws.bedrock, us.anthropic.claude-opus-4-1-20250805-v1:0, fallback_provider, claude-opus-4-1",
			"aws.bedrock, arn:aws:bedrock:eu-west-1:1:inference-profile/eu.amazon.nova-pro-v1:0, exact, amazon.nova-pro-v1:0",
			"azure.ai.openai, gpt-4o-2024-08-06, fallback_provider, gpt-4o", "azure, gpt-4o, fallback_provider, gpt-4o",
			"local, family-x-7b, pattern, pattern", "ollama, whatever:7b, provider_default, *" })
	void findsAModelByItsNames(String provider, String name, String kind, String id) {
		assertThat(this.book.resolve(provider, name)).hasValueSatisfying((match) -> {
			assertThat(match.kind().value()).isEqualTo(kind);
			assertThat(match.model().id()).isEqualTo(id);
		});
	}

	@ParameterizedTest
	@CsvSource({ "openai, gpt-4o-mini", "openai, gpt-4", "openai, gpt-4oo", "openai, xgpt-4o",
			"openai, gpt-4o-2024-13-45", "openai, gpt-4o-12345678", "openai, gpt-4o-latest", "openai, sol-2026-07-09",
			"openai, plain-v1:0", "openai, ft:gpt-4o:acme::x", "groq, gpt-4o", "local, family-x-7b-instruct",
			"local, my-family-x-7b", "aws.bedrock, mars.amazon.nova-pro-v1:0", "openrouter, openai/gpt-4o" })
	void doesNotGuessByLooks(String provider, String name) {
		assertThat(this.book.resolve(provider, name)).isEmpty();
		assertThat(this.book.price(TestPrices.call(provider, name, 10, 10).build())).isSameAs(Cost.UNPRICED);
	}

	@Test
	void aSnapshotAtAnAtSignWithAnEntryOfItsOwnIsThatEntry(
			@org.junit.jupiter.api.io.TempDir java.nio.file.Path directory) {
		CataloguePriceBook prices = TestPrices.model(directory, """
				{ "id": "m", "snapshots": true, "cards": [{ "rates": { "input": "1" } }] },
				{ "id": "m-20250929", "cards": [{ "rates": { "input": "2" } }] }""");
		assertThat(prices.price(TestPrices.call("acme", "m@20250929", 1_000_000, 0).build()).amount())
			.isEqualByComparingTo("2");
	}

	@Test
	void aPriceOfAnotherProviderIsAFallback() {
		Cost cost = this.book.price(TestPrices.call("azure.ai.openai", "gpt-4o", 1_000, 0).build());
		assertThat(cost.status()).isEqualTo(CostStatus.FALLBACK);
		assertThat(cost.basis().model()).isEqualTo("openai/gpt-4o");
		assertThat(cost.basis().matchedBy()).isEqualTo("fallback_provider");
	}

	@Test
	void theRegionOfABedrockNameIsThatOfTheCall() {
		assertThat(this.book.price(TestPrices.call("aws.bedrock", "eu.amazon.nova-pro-v1:0", 1_000_000, 0).build())
			.amount()).isEqualByComparingTo("0.88");
		assertThat(this.book.price(TestPrices.call("aws.bedrock", "us.amazon.nova-pro-v1:0", 1_000_000, 0).build())
			.amount()).isEqualByComparingTo("0.8");
	}

	@ParameterizedTest
	@CsvSource({ "gpt-4o, sol, openai/gpt-4o", "unknown, sol, openai/sol", ", sol, openai/sol",
			"gpt-4o, , openai/gpt-4o" })
	void looksForTheModelThatAnsweredFirst(String answered, String asked, String expected) {
		Cost cost = this.book.price(TestPrices.call("openai", asked, 10, 10).responseModel(answered).build());
		assertThat(cost.basis().model()).isEqualTo(expected);
	}

	@Test
	void anAliasStandsForAModel() {
		CataloguePriceBook aliased = TestPrices
			.golden(settings(List.of(), List.of(new PriceAlias("azure.ai.openai", "Prod-Chat", "gpt-4o", "openai"),
					new PriceAlias(null, "anywhere", "plain", "openai")), List.of()));
		assertThat(aliased.resolve("azure.ai.openai", "prod-chat")).hasValueSatisfying((match) -> {
			assertThat(match.aliased()).isTrue();
			assertThat(match.model().key()).isEqualTo("openai/gpt-4o");
			assertThat(match.kind()).isEqualTo(MatchKind.EXACT);
		});
		assertThat(aliased.resolve("groq", "anywhere")).isPresent();
		assertThat(aliased.resolve("openai", "prod-chat")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "openai, gpt-4o, asked, 7", "openai, other, asked, 8", "openai, every, asked, 9",
			"groq, gpt-4o, asked, 6", "groq, other, asked, 6", "openai, , deployment, 7" })
	void anOverrideGoesBeforeAllAndOneForAProviderBeforeOneForAll(String provider, String answered, String asked,
			String amount) {
		CataloguePriceBook overridden = TestPrices.golden(settings(
				List.of(override(null, "asked", "6"), override("openai", "gpt-4o", "7"),
						override("openai", "asked", "8"), override(null, "every", "9")),
				List.of(new PriceAlias(null, "deployment", "gpt-4o", null)),
				List.of(new PriceDiscount(null, null, BigDecimal.TEN))));
		Cost cost = overridden.price(TestPrices.call(provider, asked, 1_000_000, 0).responseModel(answered).build());
		assertThat(cost.amount()).isEqualByComparingTo(amount);
		assertThat(cost.basis().matchedBy()).isEqualTo("override");
		assertThat(cost.basis().discount()).isNull();
	}

	@Test
	void ofTwoOverridesForAModelTheLaterWins() {
		CataloguePriceBook overridden = TestPrices
			.golden(settings(List.of(override(null, "m", "1"), override(null, "M", "2")), List.of(), List.of()));
		assertThat(overridden.price(TestPrices.call("acme", "m", 1_000_000, 0).build()).amount())
			.isEqualByComparingTo("2");
	}

	@Test
	void theDiscountForAModelGoesBeforeThatOfItsProvider() {
		CataloguePriceBook discounted = TestPrices
			.golden(settings(List.of(), List.of(), List.of(new PriceDiscount("openai", null, new BigDecimal("12.5")),
					new PriceDiscount(null, "GPT-4o", new BigDecimal("50")))));
		Cost model = discounted.price(TestPrices.call("openai", "gpt-4o-2024-08-06", 1_000, 100).build());
		assertThat(model.amount()).hasToString("0.00175");
		assertThat(model.basis().discount()).isEqualByComparingTo("50");
		assertThat(model.breakdown().get(0).rate()).hasToString("1.25");
		Cost provider = discounted.price(TestPrices.call("openai", "plain", 1_000, 0).build());
		assertThat(provider.amount()).hasToString("0.00175");
		assertThat(discounted.price(TestPrices.call("cohere", "command-a", 1_000, 0).build()).basis().discount())
			.isNull();
	}

	@Test
	void theCostThatAProviderReportsGoesFirstAndKeepsOurs() {
		Cost cost = this.book.price(reported("gpt-4o", "0.5"));
		assertThat(cost.amount()).hasToString("0.5");
		assertThat(cost.status()).isEqualTo(CostStatus.PROVIDER_REPORTED);
		assertThat(cost.calculated()).hasToString("0.0025");
		assertThat(cost.card()).isEqualTo("gpt-4o/1");
		Cost zero = this.book.price(reported("gpt-4o", "0"));
		assertThat(zero.amount()).hasToString("0");
		assertThat(zero.status()).isEqualTo(CostStatus.PROVIDER_REPORTED);
	}

	@Test
	void theCostThatAProviderReportsGoesSecondWhereThatIsSet() {
		CataloguePriceBook second = TestPrices.golden(new PriceSettings(List.of(), List.of(), List.of(), false, null));
		assertThat(second.price(reported("gpt-4o", "0.5")).amount()).hasToString("0.0025");
		Cost unknown = second.price(reported("mystery", "0.5"));
		assertThat(unknown.amount()).hasToString("0.5");
		assertThat(unknown.calculated()).isNull();
		assertThat(second.unmatched()).isEmpty();
	}

	@Test
	void anOverrideGoesBeforeTheCostThatAProviderReports() {
		CataloguePriceBook overridden = TestPrices
			.golden(settings(List.of(override(null, "gpt-4o", "7")), List.of(), List.of()));
		assertThat(overridden.price(reported("gpt-4o", "0.5")).amount()).hasToString("0.007");
	}

	@Test
	void figuresOlderThanAllowedWhenTheCallBeganAreStale() {
		CataloguePriceBook strict = TestPrices
			.golden(new PriceSettings(List.of(), List.of(), List.of(), true, Duration.ofDays(2)));
		LlmCallBuilder call = TestPrices.call("openai", "gpt-4o", 10, 10);
		assertThat(strict.price(call.build()).status()).isEqualTo(CostStatus.STALE);
		assertThat(strict.price(call.occurredAt(java.time.Instant.parse("2026-08-03T00:00:00Z")).build()).status())
			.isEqualTo(CostStatus.EXACT);
	}

	@Test
	void listsWhatWasSeenAndCountsWhatWasNotFound() {
		this.book.price(TestPrices.call("openai", "gpt-4o-2024-08-06", 1, 1).build());
		for (int i = 0; i < 3; i++) {
			this.book.price(TestPrices.call("openai", "mystery\nFAKE LOG LINE", 1, 1).build());
		}
		this.book.calculate(TestPrices.call("openai", "not-called", 1, 1).build());
		assertThat(this.book.priced()).singleElement()
			.satisfies((model) -> assertThat(model.match().model().id()).isEqualTo("gpt-4o"));
		assertThat(this.book.unmatched()).containsExactly(new UnmatchedModel("openai", "mystery?FAKE LOG LINE", 3));
	}

	@Test
	void namesMadeUpByTenantsFillNothing() {
		this.book.price(TestPrices.call("openai", "gpt-4o", 1, 1).build());
		for (int i = 0; i < 10_000; i++) {
			this.book.price(TestPrices.call("openai", "m" + i, 1, 1).build());
			this.book.price(TestPrices.call("openai", "x".repeat(100_000) + (i % 2), 1, 1).build());
			if (i % 500 == 0) {
				this.book.price(TestPrices.call("openai", "gpt-4o", 1, 1).build());
			}
		}
		assertThat(this.book.unmatched()).hasSize(UnmatchedModels.LIMIT);
		assertThat(this.book.priced()).hasSize(1);
	}

	@Test
	void remembersABoundedNumberOfNames() {
		RecentMatches recent = new RecentMatches();
		for (int i = 0; i < 10 * RecentMatches.GENERATION; i++) {
			RecentMatches.Names names = new RecentMatches.Names("p", "m" + i, null);
			assertThat(recent.get(names)).isNull();
			recent.add(names, new RecentMatches.Found(null));
			assertThat(recent.get(names)).isEqualTo(new RecentMatches.Found(null));
		}
		assertThat(recent.all()).hasSizeLessThanOrEqualTo(2 * RecentMatches.GENERATION);
	}

	@Test
	void sourcesSayTheirVersionAndDate() {
		assertThat(this.book.sources()).extracting(PriceSourceState::name)
			.containsExactly("classpath:prices/golden.json", "bundled");
		assertThat(this.book.sources().get(0).version()).isEqualTo("2026.11.22");
		assertThat(this.book.sources().get(0).asOf()).hasToString("2026-08-01");
		assertThat(this.book.sources().get(1).version()).isEqualTo("none");
	}

	private static co.tokenr.usage.LlmCall reported(String model, String amount) {
		return TestPrices.call("openai", model, 1_000, 0)
			.providerCost(new ProviderCost(new BigDecimal(amount), "USD"))
			.build();
	}

	private static PriceSettings settings(List<PriceOverride> overrides, List<PriceAlias> aliases,
			List<PriceDiscount> discounts) {
		return new PriceSettings(overrides, aliases, discounts, true, null);
	}

	private static PriceOverride override(String provider, String model, String input) {
		return new PriceOverride(provider, model, "USD",
				new Rates(Map.of(PriceUnit.INPUT, new BigDecimal(input), PriceUnit.OUTPUT, BigDecimal.ONE)));
	}

}
