package co.tokenr.pricing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The name of a model, and what it may be listed as: itself first, then without what
 * platforms put around it. Nothing is ever cut to a mere prefix.
 *
 * @param candidates what the name may be listed as, in lower case
 * @param region the region that it names, or {@code null}
 */
record ModelName(List<String> candidates, @Nullable String region) {

	/** Names come from requests and may be anything; none that is longer has a price. */
	static final int MAX_LENGTH = 512;

	private static final String BEDROCK = "aws.bedrock";

	private static final List<String> REGIONS = List.of("us-gov", "us", "eu", "apac", "au", "jp", "global");

	/** Dates of a snapshot, and the version that Bedrock appends. */
	private static final Pattern SNAPSHOT = Pattern
		.compile("(.+?)(?:-20\\d\\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])"
				+ "|[-@]20\\d\\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])|-v\\d{1,3}:\\d{1,3})");

	private static final Pattern AT_DATE = Pattern.compile("(.+)@(\\d{8})");

	private static final Pattern FINE_TUNED = Pattern.compile("(ft:[^:]+):.*");

	static ModelName of(String provider, String name) {
		String lower = name.toLowerCase(Locale.ROOT).trim();
		Set<String> names = new LinkedHashSet<>();
		names.add(lower);
		String bare = withoutArn(withoutProvider(provider, lower));
		names.add(bare);
		String geo = null;
		if (provider.equals(BEDROCK)) {
			geo = region(bare);
			bare = (geo != null) ? bare.substring(geo.length() + 1) : bare;
			names.add(bare);
		}
		bare = withoutFolders(provider, bare);
		names.add(bare);
		Matcher fineTuned = FINE_TUNED.matcher(bare);
		if (fineTuned.matches()) {
			names.add(fineTuned.group(1));
		}
		Matcher atDate = AT_DATE.matcher(bare);
		if (atDate.matches()) {
			names.add(atDate.group(1) + "-" + atDate.group(2));
		}
		return new ModelName(List.copyOf(names), geo);
	}

	/**
	 * What the name may be listed as at another provider, which platforms put in front.
	 */
	ModelName at(String vendor) {
		List<String> names = new ArrayList<>(this.candidates);
		for (String candidate : this.candidates) {
			if (candidate.startsWith(vendor + ".") || candidate.startsWith(vendor + "/")) {
				names.add(candidate.substring(vendor.length() + 1));
			}
		}
		return new ModelName(names, this.region);
	}

	/** The names without dates and versions, one step after the other. */
	static List<String> withoutSnapshot(String name) {
		List<String> names = new ArrayList<>(2);
		Matcher matcher = SNAPSHOT.matcher(name);
		while (matcher.matches()) {
			names.add(matcher.group(1));
			matcher = SNAPSHOT.matcher(matcher.group(1));
		}
		return names;
	}

	private static String withoutProvider(String provider, String name) {
		int slash = name.indexOf('/');
		return (slash > 0 && ProviderNames.of(name.substring(0, slash)).equals(provider)) ? name.substring(slash + 1)
				: name;
	}

	/** An inference profile or foundation model is named behind the last slash. */
	private static String withoutArn(String name) {
		return name.startsWith("arn:") ? name.substring(name.lastIndexOf('/') + 1) : name;
	}

	/** Google writes models/x, publishers/google/models/x and full resource names. */
	private static String withoutFolders(String provider, String name) {
		return (provider.startsWith("gcp.") && (name.startsWith("models/") || name.contains("/models/")))
				? name.substring(name.lastIndexOf('/') + 1) : name;
	}

	private static @Nullable String region(String name) {
		for (String geo : REGIONS) {
			if (name.startsWith(geo + ".")) {
				return geo;
			}
		}
		return null;
	}

}
