package co.tokenr.capture.springai;

import java.util.concurrent.CompletionException;

/**
 * What a failure is about.
 */
final class Failures {

	private Failures() {
	}

	/**
	 * OpenAI's SDK fails its streams inside a future, which says nothing of the failure.
	 */
	static Throwable unwrap(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof CompletionException && cause != null) ? cause : failure;
	}

}
