package co.tokenr.capture.openai;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;

import co.tokenr.capture.Caller;
import co.tokenr.capture.ClientView;
import co.tokenr.capture.HttpCallRecorder;
import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.core.ClientOptions;
import com.openai.core.LogLevel;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NativeDetector;

/**
 * Lets the calls of a client of OpenAI's SDK be counted. Beans of type
 * {@link OpenAIClient} and {@link OpenAIClientAsync} are wrapped already; an application
 * that makes a client elsewhere calls {@link #wrap(OpenAIClient)} itself. Thread-safe.
 */
public final class TokenrOpenAi {

	private final HttpCallRecorder calls;

	/** Those that are no views. Clients have no equality of their own. */
	private final Set<Object> copies = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	/**
	 * Creates a wrapper.
	 * @param calls records the calls
	 */
	public TokenrOpenAi(HttpCallRecorder calls) {
		this.calls = calls;
	}

	/**
	 * Lets the calls of a client be counted, its {@code async()} view included. A client
	 * that was wrapped is returned as it is.
	 * @param client the client, which stays as it is
	 * @return a view of the client, which closes the client when it is closed; in a
	 * native image, which has no views, a client with the same options
	 */
	public OpenAIClient wrap(OpenAIClient client) {
		return NativeDetector.inNativeImage() ? copy(client) : wrap(OpenAIClient.class, client);
	}

	/**
	 * Lets the calls of an asynchronous client be counted, its {@code sync()} view
	 * included. A client that was wrapped is returned as it is.
	 * @param client the client, which stays as it is
	 * @return a view of the client, which closes the client when it is closed; in a
	 * native image, which has no views, a client with the same options
	 */
	public OpenAIClientAsync wrap(OpenAIClientAsync client) {
		return NativeDetector.inNativeImage() ? copy(client) : wrap(OpenAIClientAsync.class, client);
	}

	private <T> T wrap(Class<T> type, T client) {
		return isWrapped(client) ? client : ClientView.of(type, client, this.calls, this::watch);
	}

	/**
	 * Lets the calls of a client be counted by a client of the same class, which knows of
	 * an asynchronous call's caller only what the SDK's own thread does.
	 */
	OpenAIClient copy(OpenAIClient client) {
		if (isWrapped(client)) {
			return client;
		}
		OpenAIClient copy = client.withOptions(watch(null));
		this.copies.add(copy);
		return copy;
	}

	OpenAIClientAsync copy(OpenAIClientAsync client) {
		if (isWrapped(client)) {
			return client;
		}
		OpenAIClientAsync copy = client.withOptions(watch(null));
		this.copies.add(copy);
		return copy;
	}

	boolean isWrapped(Object client) {
		return ClientView.isView(client) || this.copies.contains(client);
	}

	/**
	 * The client as it is, with its retries and its log, stands behind the watched one.
	 */
	private Consumer<ClientOptions.Builder> watch(@Nullable Caller caller) {
		return (options) -> options
			.httpClient(new RecordingHttpClient(options.build().httpClient(), this.calls, caller))
			.maxRetries(0)
			.logLevel(LogLevel.OFF);
	}

}
