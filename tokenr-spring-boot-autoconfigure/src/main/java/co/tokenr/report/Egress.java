package co.tokenr.report;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import co.tokenr.attribution.Attribution;
import co.tokenr.usage.UsageEvent;
import org.jspecify.annotations.Nullable;

/**
 * Which attribution leaves for a target as it is, as a keyed hash, or not at all.
 * Immutable and thread-safe.
 * <p>
 * A hash is HMAC-SHA-256 of the value in UTF-8, written as 64 hexadecimal digits: the
 * same value has the same hash, in whichever field it stands, and another one under
 * another key.
 */
public final class Egress {

	/** All leaves as it is. */
	public static final Egress EVERYTHING = new Egress(Map.of(), null);

	/** The shortest key that is taken, in characters. */
	public static final int SHORTEST_KEY = 32;

	private static final String TAGS = "tags";

	private static final String TAG = "tag:";

	private static final Set<String> FIELDS = Set.of("agent_id", "feature", "team_id", "customer_id", "user_id",
			"conversation_id", TAGS);

	private final Map<String, Way> ways;

	private final @Nullable SecretKeySpec key;

	private Egress(Map<String, Way> ways, @Nullable SecretKeySpec key) {
		this.ways = ways;
		this.key = key;
	}

	/**
	 * Says what leaves in which way. A name is {@code customer_id} or another field of
	 * the attribution, {@code tags} for all tags, or {@code tag:} and the key of one,
	 * which goes before {@code tags}. A tag that bears the name of a field leaves as that
	 * does unless it is named itself.
	 * @param omit names of what is left out
	 * @param hash names of what is replaced by its hash
	 * @param keep names of what leaves as it is: tags that {@code tags} is not meant for
	 * @param hashKey the key of the hash, at least 32 characters, {@code null} where
	 * nothing is hashed
	 * @return what leaves
	 * @throws IllegalArgumentException if a name is none or is said twice, or a key is
	 * missing or too short; never says the key
	 */
	public static Egress of(List<String> omit, List<String> hash, List<String> keep, @Nullable String hashKey) {
		Map<String, Way> ways = new TreeMap<>();
		omit.forEach((name) -> put(ways, name, Way.OMIT));
		hash.forEach((name) -> put(ways, name, Way.HASH));
		keep.forEach((name) -> put(ways, name, Way.KEEP));
		if (ways.isEmpty()) {
			return EVERYTHING;
		}
		if (hash.isEmpty()) {
			return new Egress(ways, null);
		}
		if (hashKey == null || hashKey.isBlank()) {
			throw new IllegalArgumentException("there is no 'hash-key' to hash " + hash + " with");
		}
		if (hashKey.length() < SHORTEST_KEY) {
			throw new IllegalArgumentException("'hash-key' has " + hashKey.length() + " characters, fewer than "
					+ SHORTEST_KEY + "; make one by 'openssl rand -hex 32'");
		}
		return new Egress(ways, new SecretKeySpec(hashKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
	}

	private static void put(Map<String, Way> ways, String name, Way way) {
		String canonical = name.startsWith(TAG) ? name : name.trim().toLowerCase(Locale.ROOT).replace('-', '_');
		boolean known = name.startsWith(TAG) ? name.length() > TAG.length() : FIELDS.contains(canonical);
		if (!known) {
			throw new IllegalArgumentException("'" + name + "' is no attribution; use one of "
					+ FIELDS.stream().sorted().toList() + " or 'tag:' with the key of a tag");
		}
		if (ways.put(canonical, way) != null) {
			throw new IllegalArgumentException("'" + name + "' stands in two places");
		}
	}

	/**
	 * Tells whether a field never leaves.
	 * @param field its name, such as {@code customer_id}
	 * @return whether it is left out
	 */
	public boolean omits(String field) {
		return this.ways.get(field) == Way.OMIT;
	}

	/**
	 * Returns the event as it leaves.
	 * @param event the event
	 * @return the same, or one that says less
	 */
	UsageEvent apply(UsageEvent event) {
		if (this.ways.isEmpty() || event.attribution() == Attribution.NONE) {
			return event;
		}
		Attribution all = event.attribution();
		Map<String, String> tags = new LinkedHashMap<>();
		all.tags().forEach((key, value) -> {
			String leaving = leaving(way(key, TAG + key), value);
			if (leaving != null) {
				tags.put(key, leaving);
			}
		});
		Attribution leaving = new Attribution(leaving("agent_id", all.agentId()), leaving("feature", all.feature()),
				leaving("team_id", all.teamId()), leaving("customer_id", all.customerId()),
				leaving("user_id", all.userId()), leaving("conversation_id", all.conversationId()), tags,
				all.truncated(), all.remoteSave());
		return new UsageEvent(event.call(), leaving, event.cost(), event.origin());
	}

	private Way way(String key, String tag) {
		Way named = this.ways.get(tag);
		Way field = FIELDS.contains(key) ? this.ways.get(key) : null;
		return (named != null) ? named : (field != null) ? field : this.ways.getOrDefault(TAGS, Way.KEEP);
	}

	private @Nullable String leaving(String field, @Nullable String value) {
		return leaving(this.ways.getOrDefault(field, Way.KEEP), value);
	}

	private @Nullable String leaving(Way way, @Nullable String value) {
		return switch (way) {
			case KEEP -> value;
			case OMIT -> null;
			case HASH -> (value != null) ? hash(value) : null;
		};
	}

	private String hash(String value) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(this.key);
			return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has HmacSHA256", ex);
		}
	}

	@Override
	public String toString() {
		return "Egress" + this.ways;
	}

	/**
	 * How something leaves.
	 */
	private enum Way {

		KEEP, HASH, OMIT

	}

}
