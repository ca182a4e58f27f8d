package co.tokenr.capture.anthropic;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

import co.tokenr.capture.HttpCallRecorder;
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientAsync;
import com.anthropic.core.ClientOptions;
import com.anthropic.core.LogLevel;
import org.jspecify.annotations.Nullable;

/**
 * Lets the calls of a client of Anthropic's SDK be counted. Beans of type
 * {@link AnthropicClient} and {@link AnthropicClientAsync} are wrapped already; an
 * application that makes a client elsewhere calls {@link #wrap(AnthropicClient)} itself.
 * Thread-safe.
 */
public final class TokenrAnthropic {

	private final HttpCallRecorder calls;

	/** Clients have no equality of their own. */
	private final Set<Object> wrapped = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	/**
	 * Creates a wrapper.
	 * @param calls records the calls
	 */
	public TokenrAnthropic(HttpCallRecorder calls) {
		this.calls = calls;
	}

	/**
	 * Lets the calls of a client be counted, by what the client itself makes of it, its
	 * {@code async()} view included. A client that was wrapped is returned as it is.
	 * @param client the client, which stays as it is and is still the one to close
	 * @return a client with the same options on the same connections
	 */
	public AnthropicClient wrap(AnthropicClient client) {
		if (this.wrapped.contains(client)) {
			return client;
		}
		@Nullable AnthropicClient watched = client.withOptions(this::watch);
		if (watched == null) {
			// a mock
			return client;
		}
		this.wrapped.add(watched);
		return watched;
	}

	/**
	 * Lets the calls of an asynchronous client be counted, by what the client itself
	 * makes of it. A client that was wrapped is returned as it is.
	 * @param client the client, which stays as it is and is still the one to close
	 * @return a client with the same options on the same connections
	 */
	public AnthropicClientAsync wrap(AnthropicClientAsync client) {
		if (this.wrapped.contains(client)) {
			return client;
		}
		@Nullable AnthropicClientAsync watched = client.withOptions(this::watch);
		if (watched == null) {
			// a mock
			return client;
		}
		this.wrapped.add(watched);
		return watched;
	}

	boolean isWrapped(Object client) {
		return this.wrapped.contains(client);
	}

	/**
	 * The client as it is, with its retries and its log, stands behind the watched one.
	 */
	private void watch(ClientOptions.Builder options) {
		RecordingHttpClient recording = new RecordingHttpClient(options.build().httpClient(), this.calls);
		options.httpClient(recording).maxRetries(0).logLevel(LogLevel.OFF).interceptors(List.of());
	}

}
