package co.tokenr.pricing;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The prices that come with this library: one file for each provider, read when the
 * provider is first asked for, or all of them by {@link #readAll()}. What there is to say
 * of them without a price stands in an index of its own, in a form that takes next to
 * nothing to read.
 */
final class BundledPrices implements PriceSource {

	static final String DIRECTORY = "META-INF/tokenr/prices/";

	private static final Log logger = LogFactory.getLog(BundledPrices.class);

	private final String directory;

	private final Index index;

	private final Map<String, Optional<ProviderPrices>> providers = new ConcurrentHashMap<>();

	BundledPrices(String directory) {
		this.directory = directory;
		this.index = readIndex();
	}

	@Override
	public @Nullable ProviderPrices provider(String provider) {
		Optional<ProviderPrices> known = this.providers.get(provider);
		if (known == null) {
			if (!this.index.providers().contains(provider)) {
				return null;
			}
			known = this.providers.computeIfAbsent(provider, this::load);
		}
		return known.orElse(null);
	}

	/** Reads all that was not asked for yet. */
	void readAll() {
		this.index.providers().forEach(this::provider);
	}

	private Optional<ProviderPrices> load(String provider) {
		String file = provider + ".json";
		try {
			PriceFile prices = PriceFileReader.read(this.directory + file, read(file), null);
			return Optional.ofNullable(prices.provider(provider));
		}
		catch (IOException | RuntimeException ex) {
			logger.error("The bundled prices of " + provider + " cannot be used; its models are unpriced: "
					+ ex.getMessage());
			return Optional.empty();
		}
	}

	private Index readIndex() {
		try (InputStream input = open("index.properties")) {
			Properties properties = new Properties();
			properties.load(input);
			return Index.of(properties);
		}
		catch (IOException | RuntimeException ex) {
			logger.error("The bundled prices cannot be used; models that have no other price are unpriced: "
					+ ex.getMessage());
			return new Index("none", 0, null, List.of());
		}
	}

	private byte[] read(String file) throws IOException {
		try (InputStream input = open(file)) {
			return input.readAllBytes();
		}
	}

	private InputStream open(String file) throws IOException {
		InputStream input = BundledPrices.class.getClassLoader().getResourceAsStream(this.directory + file);
		if (input == null) {
			throw new IOException(this.directory + file + " is missing");
		}
		return input;
	}

	/** The providers of which prices were read. */
	Set<String> read() {
		return Set.copyOf(this.providers.keySet());
	}

	@Override
	public int models() {
		return this.index.models();
	}

	@Override
	public @Nullable LocalDate asOf() {
		return this.index.asOf();
	}

	@Override
	public String name() {
		return "bundled";
	}

	@Override
	public String version() {
		return this.index.version();
	}

	private record Index(String version, int models, @Nullable LocalDate asOf, List<String> providers) {

		static Index of(Properties properties) {
			return new Index(required(properties, "version"), Integer.parseInt(required(properties, "models")),
					date(properties.getProperty("as-of")),
					List.of(StringUtils.commaDelimitedListToStringArray(required(properties, "providers"))));
		}

		private static String required(Properties properties, String name) {
			String value = properties.getProperty(name);
			if (value == null) {
				throw new IllegalStateException("'" + name + "' is missing");
			}
			return value;
		}

		/** By hand, since this is done at each start and a formatter takes 20 classes. */
		private static @Nullable LocalDate date(@Nullable String date) {
			return (date != null) ? LocalDate.of(Integer.parseInt(date, 0, 4, 10), Integer.parseInt(date, 5, 7, 10),
					Integer.parseInt(date, 8, 10, 10)) : null;
		}

	}

}
