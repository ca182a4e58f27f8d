package co.tokenr.pricing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import co.tokenr.usage.Cost;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PriceFiles}, {@link BundledPrices} and how a
 * {@link CataloguePriceBook} uses them.
 */
class PriceFilesTests {

	@TempDir
	private Path directory;

	private int changes;

	@Test
	void usesAFileAgainWhenItHasChanged() {
		PriceFiles files = new PriceFiles(List.of(write("1", 4)), Duration.ofHours(1));
		CataloguePriceBook book = new CataloguePriceBook(PriceSettings.DEFAULTS, files, bundled());
		AtomicInteger told = new AtomicInteger();
		files.onChange(told::incrementAndGet);
		assertThat(amount(book)).isEqualTo("1");
		write("2", 4);
		assertThat(amount(book)).isEqualTo("1");
		files.refresh();
		assertThat(amount(book)).isEqualTo("2");
		files.refresh();
		assertThat(told).hasValue(1);
		assertThat(files.failures()).isZero();
	}

	@Test
	void looksAtFilesByItselfAndOnlyWhileItRuns() {
		PriceFiles files = new PriceFiles(List.of(write("1", 4)), Duration.ofMillis(20));
		CataloguePriceBook book = new CataloguePriceBook(PriceSettings.DEFAULTS, files, bundled());
		files.start();
		write("2", 4);
		Awaitility.await().untilAsserted(() -> assertThat(amount(book)).isEqualTo("2"));
		files.stop();
		assertThat(files.isRunning()).isFalse();
		Awaitility.await().until(() -> threads().isEmpty());
	}

	@Test
	void needsNoThreadWithoutAFileThatCanChange() {
		PriceFiles files = new PriceFiles(List.of("classpath:prices/golden.json"), Duration.ofMillis(20));
		files.start();
		assertThat(files.isRunning()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{ broken", "{}",
			"{ \"schema\": \"tokenr-prices/1\", \"version\": \"2\", \"providers\": {} }", "NEGATIVE", "GONE" })
	void whatCannotBeUsedChangesNothing(String content) throws IOException {
		PriceFiles files = new PriceFiles(List.of(write("1", 4)), Duration.ofHours(1));
		CataloguePriceBook book = new CataloguePriceBook(PriceSettings.DEFAULTS, files, bundled());
		Path file = this.directory.resolve("prices.json");
		String before = Files.readString(file);
		switch (content) {
			case "GONE" -> Files.delete(file);
			case "NEGATIVE" ->
				touch(Files.writeString(file, before.replaceFirst("\"input\": \"1\"", "\"input\": \"-1\"")));
			default -> touch(Files.writeString(file, content));
		}
		files.refresh();
		files.refresh();
		assertThat(files.failures()).isEqualTo(1);
		assertThat(amount(book)).isEqualTo("1");
		write("3", 2);
		files.refresh();
		assertThat(amount(book)).isEqualTo("3");
	}

	@Test
	void aFileThatLosesMoreThanHalfOfItsModelsIsNotUsed() {
		PriceFiles files = new PriceFiles(List.of(write("1", 5)), Duration.ofHours(1));
		write("2", 2);
		files.refresh();
		assertThat(files.failures()).isEqualTo(1);
		assertThat(files.files().get(0).models()).isEqualTo(5);
	}

	@Test
	void ofSeveralFilesALaterOneGoesBeforeAnEarlierAndTheBundledOnesLast() {
		String first = write("7", 1);
		CataloguePriceBook one = new CataloguePriceBook(PriceSettings.DEFAULTS,
				new PriceFiles(List.of("classpath:prices/bundled/acme.json", first), Duration.ofHours(1)), bundled());
		assertThat(amount(one)).isEqualTo("7");
		CataloguePriceBook other = new CataloguePriceBook(PriceSettings.DEFAULTS,
				new PriceFiles(List.of(first, "classpath:prices/bundled/acme.json"), Duration.ofHours(1)),
				new BundledPrices("prices/none/"));
		assertThat(amount(other)).isEqualTo("1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "classpath:prices/missing.json", "file:/nowhere/prices.json", "https://example.com/p.json",
			"prices.json", "classpath:prices/bundled/broken.json" })
	void aFileThatCannotBeUsedFailsTheStart(String location) {
		assertThatExceptionOfType(PriceFileException.class)
			.isThrownBy(() -> new PriceFiles(List.of(location), Duration.ofHours(1)))
			.withMessageStartingWith(location);
	}

	@Test
	void readsABundledProviderWhenItIsFirstAskedFor() {
		BundledPrices bundled = bundled();
		CataloguePriceBook book = new CataloguePriceBook(PriceSettings.DEFAULTS,
				new PriceFiles(List.of(), Duration.ofHours(1)), bundled);
		assertThat(bundled.read()).isEmpty();
		assertThat(amount(book)).isEqualTo("1");
		assertThat(bundled.read()).containsExactly("acme");
		bundled.readAll();
		assertThat(bundled.read()).containsExactlyInAnyOrder("acme", "broken", "local");
	}

	@Test
	void aBrokenBundledProviderLosesOnlyItself() {
		CataloguePriceBook book = new CataloguePriceBook(PriceSettings.DEFAULTS,
				new PriceFiles(List.of(), Duration.ofHours(1)), bundled());
		assertThat(book.price(TestPrices.call("broken", "m1", 1, 1).build())).isSameAs(Cost.UNPRICED);
		assertThat(amount(book)).isEqualTo("1");
	}

	@Test
	void saysWhatTheBundledPricesAreWithoutReadingThem() {
		BundledPrices bundled = new BundledPrices(BundledPrices.DIRECTORY);
		CataloguePriceBook book = new CataloguePriceBook(PriceSettings.DEFAULTS,
				new PriceFiles(List.of(), Duration.ofHours(1)), bundled);
		assertThat(book.sources()).singleElement().satisfies((source) -> {
			assertThat(source.models()).isGreaterThan(300);
			assertThat(source.asOf()).isAfter("2026-01-01");
			assertThat(source.version()).startsWith("2026.");
		});
		assertThat(bundled.read()).isEmpty();
	}

	@Test
	void readsAheadOnAThreadThatEnds() {
		BundledPrices bundled = bundled();
		new CataloguePriceBook(PriceSettings.DEFAULTS, new PriceFiles(List.of(), Duration.ofHours(1)), bundled)
			.readAhead();
		Awaitility.await().untilAsserted(() -> {
			assertThat(bundled.read()).containsExactlyInAnyOrder("acme", "broken", "local");
			assertThat(threads()).isEmpty();
		});
	}

	private static List<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("tokenr-prices"))
			.toList();
	}

	private static BundledPrices bundled() {
		return new BundledPrices("prices/bundled/");
	}

	private static String amount(CataloguePriceBook book) {
		return book.price(TestPrices.call("acme", "m1", 1_000_000, 0).build()).amount().toPlainString();
	}

	private String write(String rate, int models) {
		StringBuilder json = new StringBuilder();
		for (int i = 1; i <= models; i++) {
			json.append((i > 1) ? ",\n" : "")
				.append("{ \"id\": \"m" + i + "\", \"cards\": [{ \"rates\": { \"input\": \"" + rate
						+ "\", \"output\": \"2\" } }] }");
		}
		String location = TestPrices.file(this.directory, "prices.json",
				"{ \"schema\": \"tokenr-prices/1\", \"version\": \"1\", \"providers\": { \"acme\": { \"models\": ["
						+ json + "] } } }");
		touch(this.directory.resolve("prices.json"));
		return location;
	}

	/** Clocks of file systems may be coarse. */
	private void touch(Path file) {
		try {
			Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(86_400L * ++this.changes)));
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

}
