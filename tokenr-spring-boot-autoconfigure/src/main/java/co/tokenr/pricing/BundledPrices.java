package co.tokenr.pricing;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * The prices that come with this library: one file for each provider, read when the
 * provider is first asked for, or all of them ahead by {@link #warm()}.
 */
final class BundledPrices implements PriceSource {

	static final String DIRECTORY = "META-INF/tokenr/prices/";

	private static final Log logger = LogFactory.getLog(BundledPrices.class);

	private static final Set<String> INDEX = Set.of("$schema", "schema", "version", "providers");

	private final String directory;

	private final SingletonSupplier<Index> index = SingletonSupplier.of(this::readIndex);

	private final Map<String, Optional<ProviderPrices>> providers = new ConcurrentHashMap<>();

	BundledPrices(String directory) {
		this.directory = directory;
	}

	@Override
	public @Nullable ProviderPrices provider(String provider) {
		Optional<ProviderPrices> known = this.providers.get(provider);
		if (known == null) {
			if (!this.index.obtain().providers().contains(provider)) {
				return null;
			}
			known = this.providers.computeIfAbsent(provider, this::load);
		}
		return known.orElse(null);
	}

	/** Reads all that was not asked for yet. */
	void warm() {
		this.index.obtain().providers().forEach(this::provider);
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
		String file = this.directory + "index.json";
		try {
			JsonNode root = JsonNode.read(file, read("index.json"));
			Map<String, JsonNode> members = root.object(INDEX);
			Set<String> names = new LinkedHashSet<>();
			PriceFileReader.required(members, "providers", root).list().forEach((name) -> names.add(name.text()));
			return new Index(PriceFileReader.required(members, "version", root).text(), names);
		}
		catch (IOException | RuntimeException ex) {
			logger.error("The bundled prices cannot be used; models that have no other price are unpriced: "
					+ ex.getMessage());
			return new Index("none", Set.of());
		}
	}

	private byte[] read(String file) throws IOException {
		try (InputStream input = BundledPrices.class.getClassLoader().getResourceAsStream(this.directory + file)) {
			if (input == null) {
				throw new IOException(this.directory + file + " is missing");
			}
			return input.readAllBytes();
		}
	}

	@Override
	public Collection<ProviderPrices> loaded() {
		return this.providers.values().stream().flatMap(Optional::stream).toList();
	}

	@Override
	public String name() {
		return "bundled";
	}

	@Override
	public String version() {
		return this.index.obtain().version();
	}

	private record Index(String version, Set<String> providers) {

		Index {
			providers = Set.copyOf(List.copyOf(providers));
		}

	}

}
