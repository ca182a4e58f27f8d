package co.tokenr.response;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Names the error that an answer holds: the provider's type, status or code, never
 * anything that could be its message.
 */
final class ErrorType {

	private static final String UNNAMED = "error";

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:/#-]{1,100}");

	private ErrorType() {
	}

	static @Nullable String of(Fields answer) {
		String exception = answer.text("__type");
		if (exception != null) {
			return named(exception.substring(exception.indexOf('#') + 1));
		}
		if (!answer.has("error")) {
			return null;
		}
		String name = answer.text("error.type", "error.status", "error.code");
		return (name != null) ? named(name) : UNNAMED;
	}

	private static String named(String name) {
		return NAME.matcher(name).matches() ? name : UNNAMED;
	}

}
