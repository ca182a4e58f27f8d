package co.tokenr.capture.anthropic;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;

import co.tokenr.capture.Caller;
import co.tokenr.capture.ClientView;
import co.tokenr.capture.HttpCallRecorder;
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientAsync;
import com.anthropic.core.ClientOptions;
import com.anthropic.core.LogLevel;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NativeDetector;

/**
 * Lets the calls of a client of Anthropic's SDK be counted. Beans of type
 * {@link AnthropicClient} and {@link AnthropicClientAsync} are wrapped already; an
 * application that makes a client elsewhere calls {@link #wrap(AnthropicClient)} itself.
 * Thread-safe.
 */
public final class TokenrAnthropic {

	private final HttpCallRecorder calls;

	/** Those that are no views. Clients have no equality of their own. */
	private final Set<Object> copies = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	/**
	 * Creates a wrapper.
	 * @param calls records the calls
	 */
	public TokenrAnthropic(HttpCallRecorder calls) {
		this.calls = calls;
	}

	/**
	 * Lets the calls of a client be counted, its {@code async()} view included. A client
	 * that was wrapped is returned as it is.
	 * @param client the client, which stays as it is
	 * @return a view of the client, which closes the client when it is closed; in a
	 * native image, which has no views, a client with the same options
	 */
	public AnthropicClient wrap(AnthropicClient client) {
		return NativeDetector.inNativeImage() ? copy(client) : wrap(AnthropicClient.class, client);
	}

	/**
	 * Lets the calls of an asynchronous client be counted, its {@code sync()} view
	 * included. A client that was wrapped is returned as it is.
	 * @param client the client, which stays as it is
	 * @return a view of the client, which closes the client when it is closed; in a
	 * native image, which has no views, a client with the same options
	 */
	public AnthropicClientAsync wrap(AnthropicClientAsync client) {
		return NativeDetector.inNativeImage() ? copy(client) : wrap(AnthropicClientAsync.class, client);
	}

	private <T> T wrap(Class<T> type, T client) {
		return isWrapped(client) ? client : ClientView.of(type, client, this.calls, this::watch);
	}

	/**
	 * Lets the calls of a client be counted by a client of the same class, which knows of
	 * an asynchronous call's caller only what the SDK's own thread does.
	 */
	AnthropicClient copy(AnthropicClient client) {
		if (isWrapped(client)) {
			return client;
		}
		AnthropicClient copy = client.withOptions(watch(null));
		this.copies.add(copy);
		return copy;
	}

	AnthropicClientAsync copy(AnthropicClientAsync client) {
		if (isWrapped(client)) {
			return client;
		}
		AnthropicClientAsync copy = client.withOptions(watch(null));
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
			.logLevel(LogLevel.OFF)
			.interceptors(List.of());
	}

}
