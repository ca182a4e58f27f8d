package co.tokenr.ledger;

import java.util.Locale;

import co.tokenr.usage.UsageEvent;

/**
 * By what usage is summed up.
 */
public enum Dimension {

	/** By provider. */
	PROVIDER,

	/** By model. */
	MODEL,

	/** By agent. */
	AGENT,

	/** By feature. */
	FEATURE,

	/** By team. */
	TEAM;

	/** Stands for an event that has no value. */
	static final String NONE = "none";

	private final String value = name().toLowerCase(Locale.ROOT);

	/**
	 * Returns the dimension's name on the wire.
	 * @return the name in lower case
	 */
	public String value() {
		return this.value;
	}

	String of(UsageEvent event) {
		String key = switch (this) {
			case PROVIDER -> event.provider();
			case MODEL -> event.model();
			case AGENT -> event.attribution().agentId();
			case FEATURE -> event.attribution().feature();
			case TEAM -> event.attribution().teamId();
		};
		return (key != null) ? key : NONE;
	}

}
