package co.tokenr.pricing;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PriceFileReader}.
 */
class PriceFileReaderTests {

	@Test
	void keepsEveryDigitOfTextAndNumbers() {
		PriceFile file = model("""
				{ "id": "m", "cards": [{ "rates": {
				"input": "0.1234567890123456789012345",
				"output": 0.1234567890123456789012345 } }] }""");
		Rates rates = file.provider("acme").models().get(0).cards().get(0).rates();
		assertThat(rates.of(PriceUnit.INPUT)).hasToString("0.1234567890123456789012345");
		assertThat(rates.of(PriceUnit.OUTPUT)).hasToString("0.1234567890123456789012345");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = { "\"cards\": [] | 'id' is missing",
			"\"id\": \"m\", \"cards\": [] | at least one card", "\"id\": \"m\", \"cards\": {} | Expected a list",
			"\"id\": \"m\", \"cards\": [{\"rates\": {\"input\": \"-1\"}}] | zero or more, not -1",
			"\"id\": \"m\", \"cards\": [{\"rates\": {\"input\": \"cheap\"}}] | Expected a number such as",
			"\"id\": \"m\", \"cards\": [{\"rates\": {\"input\": \"1e999999999\"}}] | Expected a number such as",
			"\"id\": \"m\", \"cards\": [{\"rates\": {\"inputs\": \"1\"}}] | 'inputs' is no unit that has a rate",
			"\"id\": \"m\", \"cards\": [{\"rates\": {\"image\": \"1\"}}] | 'image' is no unit that has a rate",
			"\"id\": \"m\", \"cards\": [{\"fees\": {\"input\": \"1\"}}] | 'input' is no unit that has a fee",
			"\"id\": \"m\", \"cards\": [{\"rate\": {}}] | 'rate' is not known here",
			"\"id\": \"m\", \"cards\": [{\"from\": \"2026\"}] | Expected an instant",
			"\"id\": \"m\", \"cards\": [{\"from\": \"2026-07-09T00:00Z\", \"to\": \"2026-07-08T00:00Z\"}] | ends before it begins",
			"\"id\": \"m\", \"cards\": [{\"when\": {}}] | names what must hold",
			"\"id\": \"m\", \"cards\": [{\"when\": {\"service_tier\": []}}] | names what must hold",
			"\"id\": \"m\", \"cards\": [{\"when\": {\"schedule\": {\"zone\": \"Mars/X\", \"windows\": []}}}] | is no time zone",
			"\"id\": \"m\", \"cards\": [{\"when\": {\"schedule\": {\"zone\": \"UTC\", \"windows\": [\"9-12\"]}}}] | Expected hours such as",
			"\"id\": \"m\", \"cards\": [{\"when\": {\"schedule\": {\"zone\": \"UTC\", \"windows\": [\"09:00-09:00\"]}}}] | Expected hours such as",
			"\"id\": \"m\", \"cards\": [{\"when\": {\"schedule\": {\"zone\": \"UTC\", \"windows\": [\"09:00-24:30\"]}}}] | between 00:00 and 24:00",
			"\"id\": \"m\", \"cards\": [{\"when\": {\"schedule\": {\"zone\": \"UTC\", \"windows\": [\"09:00-12:00\"], \"days\": [\"FUN\"]}}}] | Expected days such as",
			"\"id\": \"m\", \"cards\": [{\"when\": {\"schedule\": {\"zone\": \"UTC\", \"windows\": [\"09:00-12:00\"], \"at\": \"once\"}}}] | started",
			"\"id\": \"m\", \"cards\": [{\"context_tiers\": [{\"above\": 1.5, \"rates\": {}}]}] | whole number",
			"\"id\": \"m\", \"cards\": [{\"context_tiers\": [{\"above\": 1, \"rates\": {}}, {\"above\": 1, \"rates\": {}}]}] | two tiers of one threshold",
			"\"id\": \"m\", \"cards\": [{\"context_tiers\": [{\"above\": 1, \"rates\": {}}, {\"above\": 2, \"marginal\": true, \"rates\": {}}]}] | mixes",
			"\"id\": \"m\", \"cards\": [{\"id\": \"a\"}, {\"id\": \"a\"}] | Two cards of m are called",
			"\"id\": \"m\", \"id\": \"n\" | 'id' is given twice",
			"\"id\": \"m\", \"patterns\": [\"(\"], \"cards\": [{}] | Unclosed group",
			"\"id\": \"m\", \"as_of\": \"August\", \"cards\": [{}] | Expected a date such as",
			"\"id\": \"m\", \"snapshots\": \"yes\", \"cards\": [{}] | Expected true or false" })
	void saysWhichLineIsWrongAndWhy(String model, String reason) {
		assertThatExceptionOfType(PriceFileException.class).isThrownBy(() -> model("\n{ " + model + " }"))
			.withMessageStartingWith("prices.json, line 3: ")
			.withMessageContaining(reason);
	}

	@Test
	void saysWhereTheJsonIsBroken() {
		assertThatExceptionOfType(PriceFileException.class).isThrownBy(() -> read("{\n  \"schema\": \"x\",\n  oops\n}"))
			.withMessageStartingWith("prices.json, line 3: This is no valid JSON");
		assertThatExceptionOfType(PriceFileException.class).isThrownBy(() -> read("")).withMessageContaining("empty");
		assertThatExceptionOfType(PriceFileException.class).isThrownBy(() -> read("{} {}"))
			.withMessageStartingWith("prices.json, line 1: ");
	}

	@Test
	void refusesAFileOfAnotherFormat() {
		assertThatExceptionOfType(PriceFileException.class)
			.isThrownBy(() -> read("{\n\"schema\": \"tokenr-prices/2\" }"))
			.withMessageStartingWith("prices.json, line 2: This is neither");
		assertThatExceptionOfType(PriceFileException.class).isThrownBy(() -> read("{ \"a\": 1 }"))
			.withMessageContaining("neither");
	}

	@Test
	void refusesANameOfTwoModels() {
		assertThatExceptionOfType(PriceFileException.class).isThrownBy(() -> model("""
				{ "id": "m", "cards": [{ "rates": {} }] },
				{ "id": "n", "ids": ["M"], "cards": [{ "rates": {} }] }"""))
			.withMessageContaining("'m' names two models");
	}

	private static PriceFile model(String model) {
		return read(
				"{ \"schema\": \"tokenr-prices/1\", \"version\": \"1\", \"providers\": { \"acme\": { \"models\": [\n"
						+ model + "] } } }");
	}

	private static PriceFile read(String json) {
		return PriceFileReader.read("prices.json", json.getBytes(StandardCharsets.UTF_8), null);
	}

}
