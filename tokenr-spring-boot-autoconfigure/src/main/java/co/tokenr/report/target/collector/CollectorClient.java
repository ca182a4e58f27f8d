package co.tokenr.report.target.collector;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

import co.tokenr.report.BlockedDeliveryException;
import co.tokenr.report.DeliveryException;
import co.tokenr.report.RetryableDeliveryException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.function.SingletonSupplier;

/**
 * Posts JSON by a client of its own, so that nothing that the application hangs on its
 * own clients sees our requests. Follows no redirect, which would carry the token to
 * another host; keeps no cookies; answers no challenge; reads 64 KiB at most; and is done
 * when the time is up, whatever the collector does.
 */
final class CollectorClient {

	private static final int COMPRESSED_FROM = 1024;

	private static final byte[] NOTHING = {};

	private final CollectorSettings settings;

	private final String userAgent;

	private final SingletonSupplier<HttpClient> client;

	private volatile boolean compression;

	/** Whether the next request may travel on a connection of an earlier one. */
	private volatile boolean kept;

	CollectorClient(CollectorSettings settings) {
		this.settings = settings;
		this.compression = settings.compression();
		String version = CollectorClient.class.getPackage().getImplementationVersion();
		this.userAgent = "tokenr-spring-boot/" + ((version != null) ? version : "dev");
		// made at the first request, since it starts a thread
		this.client = SingletonSupplier.of(() -> client(settings));
	}

	private static HttpClient client(CollectorSettings settings) {
		HttpClient.Builder client = HttpClient.newBuilder()
			// what there is to do between two reads needs no further threads
			.executor(Runnable::run)
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(settings.connectTimeout());
		if (settings.proxy() != null) {
			client.proxy(ProxySelector.of(settings.proxy()));
		}
		SslBundle ssl = settings.ssl();
		if (ssl != null) {
			client.sslContext(ssl.createSslContext())
				.sslParameters(
						new SSLParameters(ssl.getOptions().getCiphers(), ssl.getOptions().getEnabledProtocols()));
		}
		return client.build();
	}

	/**
	 * Posts a body and waits for the answer.
	 * @param address where to
	 * @param token what opens the collector
	 * @param contentType the media type of the body
	 * @param json the body
	 * @param key the idempotency key
	 * @return the answer, whatever its status
	 * @throws DeliveryException if there was none
	 * @throws InterruptedException if the thread was interrupted
	 */
	CollectorAnswer post(URI address, BearerToken token, String contentType, byte[] json, String key)
			throws InterruptedException {
		boolean compressed = this.compression && json.length > COMPRESSED_FROM;
		CollectorAnswer answer = exchange(request(address, token, contentType, json, key, compressed));
		if (answer.status() == 415 && compressed) {
			this.compression = false;
			return exchange(request(address, token, contentType, json, key, false));
		}
		return answer;
	}

	private HttpRequest request(URI address, BearerToken token, String contentType, byte[] json, String key,
			boolean compressed) {
		HttpRequest.Builder request = HttpRequest.newBuilder(address)
			.timeout(this.settings.requestTimeout())
			.header("Authorization", token.header())
			.header("Content-Type", contentType)
			.header("User-Agent", this.userAgent)
			.header("Idempotency-Key", key);
		this.settings.headers().forEach(request::setHeader);
		if (compressed) {
			request.header("Content-Encoding", "gzip");
		}
		return request.POST(HttpRequest.BodyPublishers.ofByteArray(compressed ? gzip(json) : json)).build();
	}

	/**
	 * The other side may have closed a connection that was kept, just before it was used
	 * again: then, and only then, the same request goes out once more on a new one, since
	 * nothing has failed.
	 */
	private CollectorAnswer exchange(HttpRequest request) throws InterruptedException {
		long deadline = System.nanoTime() + this.settings.requestTimeout().toNanos();
		boolean reused = this.kept;
		this.kept = false;
		CollectorAnswer answer;
		try {
			answer = attempt(request, deadline);
		}
		catch (ExecutionException ex) {
			if (!reused || !isHangUp(cause(ex))) {
				throw failure(cause(ex));
			}
			answer = attemptAgain(request, deadline);
		}
		this.kept = true;
		return answer;
	}

	private CollectorAnswer attemptAgain(HttpRequest request, long deadline) throws InterruptedException {
		try {
			return attempt(request, deadline);
		}
		catch (ExecutionException ex) {
			throw failure(cause(ex));
		}
	}

	/**
	 * The timeout of a request ends with the headers of its answer, so the whole exchange
	 * has a deadline here.
	 */
	private CollectorAnswer attempt(HttpRequest request, long deadline)
			throws InterruptedException, ExecutionException {
		CappedBody body = new CappedBody();
		AtomicReference<HttpResponse.@Nullable ResponseInfo> head = new AtomicReference<>();
		CompletableFuture<HttpResponse<byte[]>> exchange = this.client.obtain().sendAsync(request, (info) -> {
			head.set(info);
			return body;
		});
		boolean done = false;
		try {
			HttpResponse<byte[]> response = exchange.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
			done = true;
			// a proxy that refuses a tunnel answers without a body
			return answer(response.statusCode(), response.headers(),
					Objects.requireNonNullElse(response.body(), NOTHING));
		}
		catch (TimeoutException ex) {
			throw RetryableDeliveryException.ambiguous(ex.getClass().getSimpleName());
		}
		catch (ExecutionException ex) {
			HttpResponse.ResponseInfo answered = head.get();
			if (answered == null) {
				throw ex;
			}
			// only the body broke off: the status has been said
			return answer(answered.statusCode(), answered.headers(), NOTHING);
		}
		finally {
			if (!done) {
				exchange.cancel(true);
				body.cancel();
			}
		}
	}

	private static Throwable cause(ExecutionException failure) {
		return (failure.getCause() != null) ? failure.getCause() : failure;
	}

	/** Tells a connection that was closed from one that could not be had. */
	private static boolean isHangUp(Throwable failure) {
		return failure instanceof IOException && !(failure instanceof HttpTimeoutException) && !isUnreached(failure)
				&& !(failure instanceof SSLException);
	}

	/** Tells whether the collector can know nothing of the request. */
	private static boolean isUnreached(Throwable failure) {
		return failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException
				|| failure instanceof UnresolvedAddressException;
	}

	private static CollectorAnswer answer(int status, HttpHeaders headers, byte[] body) {
		return new CollectorAnswer(status, RetryAfter.of(headers, Clock.systemUTC()),
				new String(body, StandardCharsets.UTF_8));
	}

	private static DeliveryException failure(Throwable failure) {
		String kind = failure.getClass().getSimpleName();
		if (isDistrust(failure)) {
			return new BlockedDeliveryException(kind);
		}
		return isUnreached(failure) ? new RetryableDeliveryException(kind, null)
				: RetryableDeliveryException.ambiguous(kind);
	}

	/**
	 * Tells whether the collector is not who it says, or speaks no language that may be
	 * trusted: nothing that time heals. A handshake that merely broke off is another
	 * matter.
	 */
	private static boolean isDistrust(Throwable failure) {
		boolean handshake = false;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof CertificateException || cause instanceof CertPathValidatorException
					|| cause instanceof SSLPeerUnverifiedException) {
				return true;
			}
			if (cause instanceof EOFException || cause instanceof SocketException) {
				return false;
			}
			if (cause instanceof SSLHandshakeException) {
				// the JDK says only in words who has ended it
				handshake = !String.valueOf(cause.getMessage()).contains("terminated the handshake");
			}
		}
		return handshake;
	}

	private static byte[] gzip(byte[] bytes) {
		ByteArrayOutputStream result = new ByteArrayOutputStream(bytes.length / 4);
		try (GZIPOutputStream gzip = new FastGzip(result)) {
			gzip.write(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return result.toByteArray();
	}

	/** More effort takes three times as long and makes a batch a tenth smaller. */
	private static final class FastGzip extends GZIPOutputStream {

		FastGzip(OutputStream out) throws IOException {
			super(out);
			this.def.setLevel(Deflater.BEST_SPEED);
		}

	}

}
