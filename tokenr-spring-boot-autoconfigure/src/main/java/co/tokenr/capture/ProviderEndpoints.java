package co.tokenr.capture;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Tells by its URL which provider answers a request: by the endpoints that the
 * application names first, of which the longest path wins, and by built-in rules for the
 * public hosts after that. Nothing is ever matched by a part of a name. Immutable.
 */
public final class ProviderEndpoints {

	private final Map<String, List<Named>> configured;

	/**
	 * Creates the table.
	 * @param configured the endpoints that the application names
	 */
	public ProviderEndpoints(List<Endpoint> configured) {
		this.configured = configured.stream()
			.map(Named::of)
			.sorted(Comparator.comparing((Named named) -> named.address().path().length()).reversed())
			.collect(Collectors.groupingBy((named) -> named.address().host()));
	}

	/**
	 * Names the provider behind a URL.
	 * @param url the URL of a request
	 * @return the provider, {@code null} where the URL is none of an LLM's that is known
	 */
	public @Nullable String provider(URI url) {
		EndpointAddress address = EndpointAddress.of(url);
		if (address == null) {
			return null;
		}
		for (Named named : this.configured.getOrDefault(address.host(), List.of())) {
			if (named.address().covers(address)) {
				return named.provider();
			}
		}
		return HostRules.provider(address.host());
	}

	private record Named(EndpointAddress address, String provider) {

		static Named of(Endpoint endpoint) {
			EndpointAddress address = EndpointAddress.of(endpoint.baseUrl());
			if (address == null) {
				throw new IllegalStateException("An endpoint checks its base URL");
			}
			return new Named(address, endpoint.provider());
		}

	}

}
