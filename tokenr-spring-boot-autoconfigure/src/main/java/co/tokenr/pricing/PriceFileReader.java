package co.tokenr.pricing;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

/**
 * Reads price files of the format {@code tokenr-prices/1}, and by their content those of
 * LiteLLM. A file is read as a whole or not at all.
 */
final class PriceFileReader {

	static final String SCHEMA = "tokenr-prices/1";

	private static final Set<String> FILE = Set.of("$schema", "schema", "version", "currency", "providers", "note");

	private static final Set<String> PROVIDER = Set.of("source", "as_of", "default", "fallback", "models", "note");

	private static final Set<String> MODEL = Set.of("id", "ids", "snapshots", "patterns", "source", "as_of", "note",
			"cards", "multipliers");

	private final String version;

	private final String currency;

	private PriceFileReader(Map<String, JsonNode> file, JsonNode root) {
		this.version = required(file, "version", root).text();
		JsonNode node = file.get("currency");
		this.currency = (node != null) ? node.text().toUpperCase(Locale.ROOT) : "USD";
	}

	/**
	 * Reads a file.
	 * @param name where it is
	 * @param content its content
	 * @param date its date, where that is known
	 * @return its prices
	 * @throws PriceFileException if it cannot be used
	 */
	static PriceFile read(String name, byte[] content, @Nullable LocalDate date) {
		JsonNode root = JsonNode.read(name, content);
		Map<String, JsonNode> file = root.object();
		JsonNode schema = file.get("schema");
		if (schema == null && LiteLlmReader.recognises(file)) {
			return LiteLlmReader.read(root, "litellm-" + checksum(content), date);
		}
		if (schema == null || !SCHEMA.equals(schema.value())) {
			throw ((schema != null) ? schema : root)
				.error("This is neither a price file with \"schema\": \"" + SCHEMA + "\" nor one of LiteLLM");
		}
		root.object(FILE);
		PriceFileReader reader = new PriceFileReader(file, root);
		Map<String, ProviderPrices> providers = new LinkedHashMap<>();
		required(file, "providers", root).object()
			.forEach((provider, node) -> providers.put(provider, reader.provider(provider, node)));
		return new PriceFile(name, reader.version, providers, 0, Map.of());
	}

	/** Files of LiteLLM bear no version. */
	private static String checksum(byte[] content) {
		CRC32 checksum = new CRC32();
		checksum.update(content);
		return Long.toHexString(checksum.getValue());
	}

	private ProviderPrices provider(String provider, JsonNode node) {
		Map<String, JsonNode> members = node.object(PROVIDER);
		String source = optionalText(members, "source");
		LocalDate asOf = date(members.get("as_of"));
		JsonNode fallback = members.get("fallback");
		List<ModelPrices> models = new ArrayList<>();
		JsonNode list = members.get("models");
		for (JsonNode model : (list != null) ? list.list() : List.<JsonNode>of()) {
			models.add(model(provider, model, source, asOf));
		}
		try {
			return ProviderPrices.of(provider, (fallback != null) ? fallback.text() : null,
					others(provider, members.get("default"), source, asOf), models);
		}
		catch (IllegalArgumentException ex) {
			throw node.error(ex);
		}
	}

	private @Nullable ModelPrices others(String provider, @Nullable JsonNode node, @Nullable String source,
			@Nullable LocalDate asOf) {
		if (node == null) {
			return null;
		}
		if (!"free".equals(node.value())) {
			throw node.error("The default of a provider may be \"free\" only");
		}
		return new ModelPrices(provider, "*", Set.of(), false, List.of(),
				List.of(PriceCard.plain(provider + "/free", Rates.FREE)), List.of(), source, asOf, null, this.currency,
				this.version);
	}

	private ModelPrices model(String provider, JsonNode node, @Nullable String providerSource,
			@Nullable LocalDate providerAsOf) {
		Map<String, JsonNode> members = node.object(MODEL);
		String id = lower(required(members, "id", node));
		String source = optionalText(members, "source");
		LocalDate asOf = date(members.get("as_of"));
		JsonNode snapshots = members.get("snapshots");
		JsonNode cards = required(members, "cards", node);
		return new ModelPrices(provider, id, texts(members.get("ids")), snapshots != null && snapshots.flag(),
				patterns(members.get("patterns")), cards(id, cards), CardReader.multipliers(members.get("multipliers")),
				(source != null) ? source : providerSource, (asOf != null) ? asOf : providerAsOf,
				optionalText(members, "note"), this.currency, this.version);
	}

	private static List<PriceCard> cards(String model, JsonNode node) {
		List<PriceCard> cards = new ArrayList<>();
		Set<String> ids = new HashSet<>();
		for (JsonNode card : node.list()) {
			PriceCard read = CardReader.card(model, cards.size() + 1, card);
			if (!ids.add(read.id())) {
				throw card.error("Two cards of " + model + " are called '" + read.id() + "'");
			}
			cards.add(read);
		}
		if (cards.isEmpty()) {
			throw node.error("A model has at least one card");
		}
		return cards;
	}

	private static List<Pattern> patterns(@Nullable JsonNode node) {
		List<Pattern> patterns = new ArrayList<>();
		for (JsonNode pattern : (node != null) ? node.list() : List.<JsonNode>of()) {
			try {
				patterns.add(Pattern.compile(pattern.text()));
			}
			catch (PatternSyntaxException ex) {
				throw pattern.error(ex);
			}
		}
		return patterns;
	}

	static Set<String> texts(@Nullable JsonNode node) {
		Set<String> texts = new LinkedHashSet<>();
		for (JsonNode text : (node != null) ? node.list() : List.<JsonNode>of()) {
			texts.add(lower(text));
		}
		return texts;
	}

	private static String lower(JsonNode node) {
		return node.text().toLowerCase(Locale.ROOT);
	}

	static JsonNode required(Map<String, JsonNode> members, String name, JsonNode owner) {
		JsonNode node = members.get(name);
		if (node == null) {
			throw owner.error("'" + name + "' is missing");
		}
		return node;
	}

	static @Nullable String optionalText(Map<String, JsonNode> members, String name) {
		JsonNode node = members.get(name);
		return (node != null) ? node.text() : null;
	}

	private static @Nullable LocalDate date(@Nullable JsonNode node) {
		try {
			return (node != null) ? LocalDate.parse(node.text()) : null;
		}
		catch (DateTimeException ex) {
			throw node.error("Expected a date such as 2026-08-01");
		}
	}

}
