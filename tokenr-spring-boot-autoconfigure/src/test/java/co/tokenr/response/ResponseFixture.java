package co.tokenr.response;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageCounters;
import org.jspecify.annotations.Nullable;

/**
 * A body in {@code responses/<provider>/} with the values beside it that a reader must
 * find: what is not listed must not be found.
 *
 * @param provider who answers
 * @param name the file's name
 * @param body its bytes
 * @param expected the values, by the names that {@link #describe} gives them
 */
record ResponseFixture(String provider, String name, byte[] body, Map<String, String> expected) {

	static List<ResponseFixture> all() {
		try (Stream<Path> files = Files.walk(Path.of(ResponseFixture.class.getResource("/responses").toURI()))) {
			return files.filter((file) -> file.toString().matches(".*\\.(json|sse|ndjson)"))
				.sorted()
				.map(ResponseFixture::load)
				.toList();
		}
		catch (IOException | URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static ResponseFixture of(String path) {
		return all().stream()
			.filter((fixture) -> path.equals(fixture.provider() + "/" + fixture.name()))
			.findFirst()
			.orElseThrow();
	}

	/** Reads a body in parts that end at these offsets, each in an array of its own. */
	static ResponseUsage read(String provider, byte[] body, boolean whole, int... splits) {
		ResponseReader reader = new ResponseReader(provider);
		int from = 0;
		for (int split : splits) {
			reader.read(body, from, split - from);
			from = split;
		}
		reader.read(body, from, body.length - from);
		return reader.finish(whole);
	}

	ResponseUsage read(int... splits) {
		return read(this.provider, this.body, true, splits);
	}

	/** Everything that was read, by name; what is null, false or complete is left out. */
	static Map<String, String> describe(ResponseUsage usage) {
		Map<String, String> found = new TreeMap<>();
		put(found, "id", usage.responseId());
		put(found, "model", usage.responseModel());
		put(found, "tier", usage.serviceTier());
		put(found, "speed", usage.speed());
		put(found, "region", usage.region());
		put(found, "error", usage.errorType());
		put(found, "complete", usage.complete() ? null : "false");
		put(found, "cost", (usage.providerCost() != null) ? usage.providerCost().amount().toPlainString() : null);
		describe(found, usage.usage());
		describe(found, usage.counters());
		put(found, "iterations", usage.iterations().isEmpty() ? null : usage.iterations()
			.stream()
			.map((pass) -> pass.type() + ":" + pass.model() + ":" + pass.usage().input() + "/" + pass.usage().output())
			.collect(Collectors.joining(" ")));
		return found;
	}

	private static void describe(Map<String, String> found, TokenCounts counts) {
		put(found, "input", counts.input());
		put(found, "cache_read", counts.cacheReadInput());
		put(found, "cache_creation", counts.cacheCreationInput());
		put(found, "cache_5m", counts.cacheCreation5mInput());
		put(found, "cache_1h", counts.cacheCreation1hInput());
		put(found, "audio_input", counts.audioInput());
		put(found, "image_input", counts.imageInput());
		put(found, "tool_use_input", counts.toolUseInput());
		put(found, "output", counts.output());
		put(found, "reasoning", counts.reasoningOutput());
		put(found, "audio_output", counts.audioOutput());
		put(found, "image_output", counts.imageOutput());
		put(found, "inconsistent", counts.inconsistent() ? "true" : null);
	}

	private static void describe(Map<String, String> found, UsageCounters counters) {
		put(found, "web_searches", counters.webSearches());
		put(found, "tool_calls", counters.toolCalls());
		put(found, "images", counters.images());
		put(found, "seconds", (counters.seconds() != null) ? counters.seconds().toPlainString() : null);
		put(found, "characters", counters.characters());
		put(found, "search_units", counters.searchUnits());
	}

	private static void put(Map<String, String> found, String name, @Nullable Object value) {
		if (value != null) {
			found.put(name, value.toString());
		}
	}

	private static ResponseFixture load(Path file) {
		String name = file.getFileName().toString();
		Path beside = file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".expected.properties");
		try (Reader reader = Files.newBufferedReader(beside)) {
			Properties properties = new Properties();
			properties.load(reader);
			Map<String, String> expected = new TreeMap<>();
			properties.stringPropertyNames().forEach((key) -> expected.put(key, properties.getProperty(key)));
			return new ResponseFixture(file.getParent().getFileName().toString(), name, Files.readAllBytes(file),
					expected);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return this.provider + "/" + this.name;
	}

}
