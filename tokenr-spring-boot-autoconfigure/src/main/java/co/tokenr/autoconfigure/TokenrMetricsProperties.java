package co.tokenr.autoconfigure;

import java.util.ArrayList;
import java.util.List;

/**
 * Properties of the meters, {@code tokenr.metrics}.
 */
public class TokenrMetricsProperties {

	/**
	 * Whether usage is metered.
	 */
	private boolean enabled = true;

	/**
	 * Comma-separated list of what usage meters are tagged with beside provider and
	 * model: agent, feature, team, customer, user, conversation, service, environment or
	 * the key of a tag.
	 */
	private List<String> tags = new ArrayList<>(List.of("agent", "feature", "team"));

	/**
	 * Maximum number of distinct values of one tag. Further ones are metered as other.
	 */
	private int maxValuesPerTag = 100;

	/**
	 * Maximum number of combinations of tags in this instance. Further ones are metered
	 * as other.
	 */
	private int maxSeries = 1000;

	/**
	 * Whether the observations of Spring AI, and so the spans of its calls, are told
	 * their cost, usage and attribution.
	 */
	private boolean observations = true;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public List<String> getTags() {
		return this.tags;
	}

	public void setTags(List<String> tags) {
		this.tags = tags;
	}

	public int getMaxValuesPerTag() {
		return this.maxValuesPerTag;
	}

	public void setMaxValuesPerTag(int maxValuesPerTag) {
		this.maxValuesPerTag = maxValuesPerTag;
	}

	public int getMaxSeries() {
		return this.maxSeries;
	}

	public void setMaxSeries(int maxSeries) {
		this.maxSeries = maxSeries;
	}

	public boolean isObservations() {
		return this.observations;
	}

	public void setObservations(boolean observations) {
		this.observations = observations;
	}

}
