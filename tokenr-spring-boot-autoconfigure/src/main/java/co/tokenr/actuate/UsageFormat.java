package co.tokenr.actuate;

import org.springframework.boot.actuate.endpoint.Producible;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * In what form usage is asked for.
 */
public enum UsageFormat implements Producible<UsageFormat> {

	/** CSV. */
	CSV(new MimeType("text", "csv")),

	/** JSON as the actuator names it. */
	ACTUATOR_JSON(new MimeType("application", "vnd.spring-boot.actuator.v3+json")),

	/** JSON. */
	JSON(MimeTypeUtils.APPLICATION_JSON);

	@SuppressWarnings("ImmutableEnumChecker")
	private final MimeType type;

	UsageFormat(MimeType type) {
		this.type = type;
	}

	@Override
	public MimeType getProducedMimeType() {
		return this.type;
	}

	@Override
	public boolean isDefault() {
		return this == JSON;
	}

}
