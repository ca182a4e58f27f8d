package co.tokenr.it;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks for markers in what left the application or can be seen of it.
 */
final class PrivacyScanner {

	private final Map<String, List<String>> places = new LinkedHashMap<>();

	void add(String place, Object text) {
		this.places.computeIfAbsent(place, (absent) -> new ArrayList<>()).add(text.toString().toLowerCase(Locale.ROOT));
	}

	/**
	 * Where a marker is found.
	 */
	Set<String> placesOf(Marker marker) {
		Set<String> found = new TreeSet<>();
		this.places.forEach((place, texts) -> {
			if (texts.stream().anyMatch((text) -> text.contains(marker.toString()))) {
				found.add(place);
			}
		});
		return found;
	}

	/**
	 * Where any of the markers is found, as {@code marker in place}.
	 */
	Set<String> findings(Collection<Marker> markers) {
		Set<String> findings = new TreeSet<>();
		markers.forEach((marker) -> placesOf(marker).forEach((place) -> findings.add(marker.name() + " in " + place)));
		return findings;
	}

}
