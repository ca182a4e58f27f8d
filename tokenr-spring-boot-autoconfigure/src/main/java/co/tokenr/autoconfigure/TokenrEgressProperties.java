package co.tokenr.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import co.tokenr.report.Egress;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Which attribution leaves for a target. Names are customer_id, user_id, conversation_id,
 * agent_id, feature, team_id, tags for all tags, or tag: with the key of one.
 */
public class TokenrEgressProperties {

	/**
	 * Attribution that is left out: names such as customer_id, tags, or tag:email.
	 */
	private List<String> omit = new ArrayList<>();

	/**
	 * Attribution that is replaced by a keyed hash: names such as user_id or tag:account.
	 */
	private List<String> hash = new ArrayList<>();

	/**
	 * Tags, such as tag:region, that leave as they are where all others do not.
	 */
	private List<String> keep = new ArrayList<>();

	/**
	 * Key of the hash, at least 32 characters, such as 'openssl rand -hex 32' makes.
	 */
	private @Nullable String hashKey;

	public List<String> getOmit() {
		return this.omit;
	}

	public void setOmit(List<String> omit) {
		this.omit = omit;
	}

	public List<String> getHash() {
		return this.hash;
	}

	public void setHash(List<String> hash) {
		this.hash = hash;
	}

	public List<String> getKeep() {
		return this.keep;
	}

	public void setKeep(List<String> keep) {
		this.keep = keep;
	}

	public @Nullable String getHashKey() {
		return this.hashKey;
	}

	public void setHashKey(@Nullable String hashKey) {
		this.hashKey = hashKey;
	}

	/**
	 * Checks what is said.
	 * @param prefix where it is said
	 * @return what leaves
	 */
	Egress egress(String prefix) {
		try {
			return Egress.of(this.omit, this.hash, this.keep, this.hashKey);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(prefix,
					"omit=" + this.omit + ", hash=" + this.hash + ", keep=" + this.keep,
					"As to '" + prefix + "': " + ex.getMessage() + ".");
		}
	}

}
