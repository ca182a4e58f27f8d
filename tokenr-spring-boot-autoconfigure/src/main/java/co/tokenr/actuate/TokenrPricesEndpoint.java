package co.tokenr.actuate;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import co.tokenr.pricing.CataloguePriceBook;
import co.tokenr.pricing.ModelMatch;
import co.tokenr.usage.Cost;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.Operation;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageCounters;
import co.tokenr.usage.UsageEventDocument;
import co.tokenr.usage.UsageSource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Endpoint {@code tokenrprices}: where prices come from, what the models of this instance
 * cost and which have no price; the cards of one model, and a calculation by them; and
 * how the cost of an event came about.
 */
@Endpoint(id = "tokenrprices")
public final class TokenrPricesEndpoint {

	private static final String EXPLAIN = "explain";

	private final CataloguePriceBook prices;

	private final Function<UUID, @Nullable Map<String, Object>> events;

	/**
	 * Creates the endpoint.
	 * @param prices knows the prices
	 * @param events finds the document of a stored event, {@code null} where it is not
	 * kept (any more)
	 */
	public TokenrPricesEndpoint(CataloguePriceBook prices, Function<UUID, @Nullable Map<String, Object>> events) {
		this.prices = prices;
		this.events = events;
	}

	/**
	 * Answers what prices there are for the models that were seen.
	 * @return the sources, the models with and those without a price
	 */
	@ReadOperation
	public Map<String, Object> prices() {
		return PriceDocuments.overview(this.prices);
	}

	/**
	 * Answers the prices of one model, at {@code /{provider}/{model}}, and what a round
	 * trip costs by them if counts are given; or how the cost of an event came about, at
	 * {@code /explain/{id}}.
	 * @param path provider and model, which may hold slashes, or {@code explain} and the
	 * id of an event
	 * @param input all input tokens, cached ones included
	 * @param cacheRead those of them served from a cache
	 * @param cacheWrite those of them written to a cache
	 * @param cacheWrite1h those of the written ones kept for one hour
	 * @param audioInput input tokens of audio
	 * @param imageInput input tokens of images
	 * @param output all output tokens, reasoning included
	 * @param reasoning those of them that are reasoning
	 * @param audioOutput output tokens of audio
	 * @param imageOutput output tokens of images
	 * @param webSearches searches of the web
	 * @param images images made
	 * @param seconds seconds of audio
	 * @param characters characters of text
	 * @param searchUnits search units
	 * @param serviceTier the service tier
	 * @param speed the speed
	 * @param region the region
	 * @param operation the operation, {@code chat} unless given
	 * @param at when, now unless given
	 * @return the answer, {@code null} for an event that is not kept
	 */
	@ReadOperation
	public @Nullable Map<String, Object> price(@Selector(match = Selector.Match.ALL_REMAINING) String[] path,
			@Nullable Long input, @Nullable Long cacheRead, @Nullable Long cacheWrite, @Nullable Long cacheWrite1h,
			@Nullable Long audioInput, @Nullable Long imageInput, @Nullable Long output, @Nullable Long reasoning,
			@Nullable Long audioOutput, @Nullable Long imageOutput, @Nullable Long webSearches, @Nullable Long images,
			@Nullable BigDecimal seconds, @Nullable Long characters, @Nullable Long searchUnits,
			@Nullable String serviceTier, @Nullable String speed, @Nullable String region, @Nullable String operation,
			@Nullable Instant at) {
		if (path.length < 2) {
			throw new InvalidEndpointRequestException("No model named",
					"Ask for /{provider}/{model} or /explain/{event id}");
		}
		String model = String.join("/", Arrays.asList(path).subList(1, path.length));
		if (path[0].equals(EXPLAIN)) {
			return explain(model);
		}
		TokenCounts usage = TokenCounts.builder()
			.input(input)
			.cacheReadInput(cacheRead)
			.cacheCreationInput(cacheWrite)
			.cacheCreation1hInput(cacheWrite1h)
			.audioInput(audioInput)
			.imageInput(imageInput)
			.output(output)
			.reasoningOutput(reasoning)
			.audioOutput(audioOutput)
			.imageOutput(imageOutput)
			.build();
		UsageCounters counters = new UsageCounters(webSearches, null, images, seconds, characters, searchUnits);
		Map<String, Object> document = model(path[0], model);
		if (!usage.equals(TokenCounts.NONE) || !counters.equals(UsageCounters.NONE)) {
			LlmCall call = LlmCall.builder(EXPLAIN)
				.provider(path[0])
				.responseModel(model)
				.usage(usage, UsageSource.PROVIDER)
				.counters(counters)
				.serviceTier(serviceTier)
				.speed(speed)
				.region(region)
				.operation(operation(operation))
				.occurredAt(at)
				.build();
			document.put("calculation", calculation(this.prices.calculate(call)));
		}
		return document;
	}

	private Map<String, Object> model(String provider, String model) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("provider", provider);
		document.put("model", model);
		ModelMatch match = this.prices.resolve(provider, model).orElse(null);
		document.put("priced", match != null);
		if (match != null) {
			document.putAll(PriceDocuments.of(match));
		}
		else {
			document.put("advice",
					"No price is known for this name. Give it one by tokenr.pricing.overrides, say which model it stands"
							+ " for by tokenr.pricing.aliases, or add a price file by tokenr.pricing.locations.");
		}
		return document;
	}

	private static @Nullable Operation operation(@Nullable String operation) {
		if (operation == null) {
			return null;
		}
		return Arrays.stream(Operation.values())
			.filter((candidate) -> candidate.value().equals(operation))
			.findFirst()
			.orElseThrow(() -> new InvalidEndpointRequestException("Unknown operation",
					"The operation is one of " + Arrays.stream(Operation.values()).map(Operation::value).toList()));
	}

	private static Map<String, Object> calculation(Cost cost) {
		Map<String, Object> priced = UsageEventDocument.cost(cost, null);
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("in_words", CostInWords.of(priced));
		document.put("cost", priced);
		return document;
	}

	private @Nullable Map<String, Object> explain(String id) {
		Map<String, Object> event;
		try {
			event = this.events.apply(UUID.fromString(id));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidEndpointRequestException("Not the id of an event", "The id of an event is a UUID");
		}
		if (event == null) {
			return null;
		}
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("in_words",
				(event.get("cost") instanceof Map<?, ?> cost) ? CostInWords.of(cost) : List.of("No cost was stored"));
		document.put("event", event);
		return document;
	}

}
