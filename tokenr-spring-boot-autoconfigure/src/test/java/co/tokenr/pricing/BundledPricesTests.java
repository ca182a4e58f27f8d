package co.tokenr.pricing;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the bundled price files as data: their form, not what is loaded from them.
 */
class BundledPricesTests {

	static final Path DIRECTORY = Path.of("src/main/resources/META-INF/tokenr/prices");

	private static final Path SCHEMA = Path.of("../docs/tokenr-prices.schema.json");

	private static final Pattern AMOUNT = Pattern.compile("(0|[1-9][0-9]*)([.][0-9]*[1-9])?");

	private static final JsonMapper JSON = JsonMapper.shared();

	private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
		.getSchema(text(SCHEMA), InputFormat.JSON);

	@ParameterizedTest
	@MethodSource("files")
	void everyFileFollowsTheSchema(Path file) {
		assertThat(errors(text(file))).as(file.toString()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{ \"id\": \"m\", \"cards\": [{ \"rates\": { \"input\": \"1e-6\" } }] }",
			"{ \"id\": \"m\", \"cards\": [{ \"rates\": { \"input\": \"-1\" } }] }",
			"{ \"id\": \"m\", \"cards\": [{ \"rates\": { \"input\": -1 } }] }",
			"{ \"id\": \"m\", \"cards\": [{ \"rates\": { \"inptu\": \"1\" } }] }",
			"{ \"id\": \"m\", \"cards\": [{ \"rates\": { } }] }", "{ \"id\": \"m\", \"cards\": [] }",
			"{ \"cards\": [{ \"rates\": { \"input\": \"1\" } }] }",
			"{ \"id\": \"m\", \"card\": [{ \"rates\": { \"input\": \"1\" } }] }",
			"{ \"id\": \"m\", \"cards\": [{ \"multiply\": \"0.5\" }] }",
			"{ \"id\": \"m\", \"cards\": [{ \"when\": { \"tier\": [\"flex\"] }, \"multiply\": \"0.5\" }] }",
			"{ \"id\": \"m\", \"cards\": [{ \"when\": { \"service_tier\": [\"Flex\"] }, \"multiply\": \"0.5\" }] }",
			"{ \"id\": \"m\", \"cards\": [{ \"when\": { \"service_tier\": [\"flex\"] }, \"multiply\": \"0\" }] }",
			"{ \"id\": \"m\", \"cards\": [{ \"from\": \"2026-08-01\", \"rates\": { \"input\": \"1\" } }] }",
			"{ \"id\": \"m\", \"cards\": [{ \"rates\": { \"input\": \"1\" }, \"context_tiers\": [{ \"rates\": { \"input\": \"2\" } }] }] }",
			"{ \"id\": \"m\", \"cards\": [{ \"when\": { \"schedule\": { \"zone\": \"UTC\", \"windows\": [\"9-12\"] } }, \"multiply\": \"2\" }] }",
			"{ \"id\": \"m\", \"cards\": [{ \"when\": { \"schedule\": { \"zone\": \"UTC\", \"days\": [\"mon\"], \"windows\": [\"09:00-12:00\"] } }, \"multiply\": \"2\" }] }" })
	void theSchemaRefuses(String model) {
		assertThat(errors("{ \"schema\": \"tokenr-prices/1\", \"version\": \"1\", \"providers\": "
				+ "{ \"p\": { \"models\": [" + model + "] } } }"))
			.isNotEmpty();
	}

	@Test
	void theIndexListsExactlyTheFilesAndTheirVersion() {
		Properties index = index();
		assertThat(index.stringPropertyNames()).containsExactlyInAnyOrder("version", "models", "as-of", "providers");
		assertThat(index.getProperty("providers").split(",")).doesNotHaveDuplicates()
			.containsExactlyInAnyOrderElementsOf(
					files().map((file) -> file.getFileName().toString().replace(".json", "")).toList());
		assertThat(documents()).allSatisfy((document) -> assertThat(document.get("version").stringValue())
			.isEqualTo(index.getProperty("version")));
	}

	@Test
	void theIndexCountsTheModelsAndNamesTheirOldestDate() {
		List<ModelPrices> models = files().map(BundledPricesTests::read)
			.flatMap((file) -> file.providers().values().stream())
			.flatMap((provider) -> provider.models().stream())
			.toList();
		assertThat(index().getProperty("models")).isEqualTo(String.valueOf(models.size()));
		assertThat(models.stream().map(ModelPrices::asOf).filter(Objects::nonNull).min(LocalDate::compareTo))
			.contains(LocalDate.parse(index().getProperty("as-of")));
	}

	@Test
	void aFileHoldsTheOneProviderItIsNamedAfter() {
		assertThat(files()).allSatisfy((file) -> assertThat(JSON.readTree(text(file)).get("providers").propertyNames())
			.containsExactly(file.getFileName().toString().replace(".json", "")));
	}

	@Test
	void everyProviderNamesItsSourceAndItsDate() {
		assertThat(providers()).allSatisfy((provider) -> {
			assertThat(provider.path("source").asString("")).startsWith("https://");
			assertThat(LocalDate.parse(provider.path("as_of").asString("0000-01-01")))
				.isAfter(LocalDate.of(2026, 1, 1));
		});
	}

	@Test
	void fallbacksAreProvidersOfTheCatalogue() {
		Set<String> names = Set.of(index().getProperty("providers").split(","));
		assertThat(providers().map((provider) -> provider.get("fallback")).filter(Objects::nonNull))
			.allSatisfy((fallback) -> assertThat(names).contains(fallback.stringValue()));
	}

	@Test
	void namesOfModelsAreUniqueInTheirProvider() {
		assertThat(providers()).allSatisfy((provider) -> {
			List<String> names = new ArrayList<>();
			provider.get("models").forEach((model) -> names.addAll(names(model)));
			assertThat(names).doesNotHaveDuplicates();
		});
	}

	@Test
	void namesOfCardsAreUniqueInTheirModelAndGivenWhereThereAreSeveral() {
		assertThat(models()).allSatisfy((model) -> {
			if (model.get("cards").size() > 1) {
				assertThat(model.get("cards").valueStream().map((card) -> card.path("id").asString(null)))
					.as(model.get("id").stringValue())
					.doesNotContainNull()
					.doesNotHaveDuplicates();
			}
		});
	}

	@Test
	void pricesAtLeastOneHundredAndFiftyModels() {
		assertThat(models().count()).isGreaterThanOrEqualTo(150);
	}

	@Test
	void amountsAreTextInPlainDecimalsWithoutDust() {
		assertThat(cards()).allSatisfy((card) -> {
			assertAmounts(card.get("rates"));
			assertAmounts(card.get("fees"));
			card.path("context_tiers").forEach((tier) -> assertAmounts(tier.get("rates")));
			if (card.has("multiply")) {
				assertAmount(card.get("multiply"));
			}
		});
		assertThat(models())
			.allSatisfy((model) -> model.path("multipliers").forEach((by) -> assertAmount(by.get("by"))));
	}

	/** What a tier does not name it inherits from below, at a lower price. */
	@Test
	void contextTiersNameEveryRateOfTheirCard() {
		assertThat(cards()).allSatisfy((card) -> card.path("context_tiers")
			.forEach((tier) -> assertThat(tier.get("rates").propertyNames())
				.containsExactlyInAnyOrderElementsOf(card.get("rates").propertyNames())));
	}

	/**
	 * What a card for a tier does not name it inherits from the base, at another price.
	 */
	@Test
	void cardsWithConditionsAndRatesNameEveryRateOfTheirBase() {
		assertThat(models()).allSatisfy((model) -> {
			JsonNode base = base(model, Instant.parse("2026-08-01T12:00:00Z"));
			model.get("cards").forEach((card) -> {
				if (card.has("when") && card.has("rates")) {
					assertThat(card.get("rates").propertyNames()).as(model.get("id").stringValue())
						.containsExactlyInAnyOrderElementsOf(base.get("rates").propertyNames());
				}
			});
		});
	}

	@Test
	void baseCardsFollowEachOtherWithoutGapOrOverlap() {
		assertThat(models()).allSatisfy((model) -> {
			List<JsonNode> bases = model.get("cards").valueStream().filter((card) -> !card.has("when")).toList();
			assertThat(bases.get(0).has("from")).as(model.get("id").stringValue()).isFalse();
			for (int i = 1; i < bases.size(); i++) {
				assertThat(bases.get(i).get("from")).isEqualTo(bases.get(i - 1).get("to"));
			}
			assertThat(bases.get(bases.size() - 1).has("to")).as(model.get("id").stringValue()).isFalse();
		});
	}

	@Test
	void patternsAndZonesAreValid() {
		assertThat(models()).allSatisfy((model) -> strings(model.get("patterns")).forEach(Pattern::compile));
		assertThat(cards()).allSatisfy((card) -> {
			JsonNode zone = card.path("when").path("schedule").path("zone");
			if (!zone.isMissingNode()) {
				assertThat(ZoneId.of(zone.stringValue()).getRules().isFixedOffset()).isFalse();
			}
		});
	}

	@Test
	void theCatalogueStaysSmall() throws IOException {
		long size = 0;
		try (Stream<Path> files = Files.list(DIRECTORY)) {
			for (Path file : files.toList()) {
				size += Files.size(file);
			}
		}
		assertThat(size).isLessThan(200_000);
	}

	/**
	 * Returns the card without conditions that holds at an instant.
	 * @param model the model
	 * @param instant the instant
	 * @return the card, an empty object where none holds
	 */
	static JsonNode base(JsonNode model, Instant instant) {
		JsonNode base = JSON.createObjectNode();
		for (JsonNode card : model.get("cards")) {
			if (!card.has("when") && holds(card, instant)) {
				base = card;
			}
		}
		return base;
	}

	static boolean holds(JsonNode card, Instant instant) {
		Instant from = Instant.parse(card.path("from").asString("1970-01-01T00:00:00Z"));
		Instant to = Instant.parse(card.path("to").asString("9999-01-01T00:00:00Z"));
		assertThat(Duration.between(from, to)).isPositive();
		return !instant.isBefore(from) && instant.isBefore(to);
	}

	static Stream<Path> files() {
		try (Stream<Path> files = Files.list(DIRECTORY)) {
			return files.filter((file) -> file.toString().endsWith(".json")).sorted().toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static PriceFile read(Path file) {
		return PriceFileReader.read(file.toString(), text(file).getBytes(StandardCharsets.UTF_8), null);
	}

	private static Properties index() {
		try (Reader reader = Files.newBufferedReader(DIRECTORY.resolve("index.properties"))) {
			Properties index = new Properties();
			index.load(reader);
			return index;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static List<String> names(JsonNode model) {
		List<String> names = new ArrayList<>(List.of(model.get("id").stringValue()));
		names.addAll(strings(model.get("ids")));
		return names;
	}

	static List<String> strings(JsonNode array) {
		return (array != null) ? array.valueStream().map(JsonNode::stringValue).toList() : List.of();
	}

	private static Stream<JsonNode> documents() {
		return files().map((file) -> JSON.readTree(text(file)));
	}

	private static Stream<JsonNode> providers() {
		return documents().flatMap((document) -> document.get("providers").valueStream());
	}

	private static Stream<JsonNode> models() {
		return providers().flatMap((provider) -> provider.get("models").valueStream());
	}

	private static Stream<JsonNode> cards() {
		return models().flatMap((model) -> model.get("cards").valueStream());
	}

	private List<Error> errors(String document) {
		return this.schema.validate(document, InputFormat.JSON,
				(context) -> context.executionConfig((config) -> config.formatAssertionsEnabled(true)));
	}

	private static void assertAmounts(JsonNode amounts) {
		if (amounts != null) {
			amounts.forEach(BundledPricesTests::assertAmount);
		}
	}

	private static void assertAmount(JsonNode amount) {
		assertThat(amount.isString()).as(amount.toString()).isTrue();
		assertThat(amount.stringValue()).matches(AMOUNT);
		assertThat(new BigDecimal(amount.stringValue()).precision()).as(amount.stringValue()).isLessThanOrEqualTo(6);
	}

}
