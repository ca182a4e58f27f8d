package co.tokenr.report.target.collector;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

import org.jspecify.annotations.Nullable;

/**
 * Reads the beginning of an answer and gives up the rest. A body that breaks off counts
 * as far as it came, since the status has been said by then.
 */
final class CappedBody implements BodySubscriber<byte[]> {

	static final int LIMIT = 64 * 1024;

	private final CompletableFuture<byte[]> result = new CompletableFuture<>();

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private volatile @Nullable Subscription subscription;

	@Override
	public CompletionStage<byte[]> getBody() {
		return this.result;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(List<ByteBuffer> items) {
		if (this.result.isDone()) {
			return;
		}
		for (ByteBuffer item : items) {
			byte[] part = new byte[Math.min(item.remaining(), LIMIT - this.bytes.size())];
			item.get(part);
			this.bytes.writeBytes(part);
		}
		if (this.bytes.size() >= LIMIT) {
			cancel();
			onComplete();
		}
	}

	@Override
	public void onError(Throwable failure) {
		onComplete();
	}

	@Override
	public void onComplete() {
		this.result.complete(this.bytes.toByteArray());
	}

	/** Reads no further, and closes the connection. */
	void cancel() {
		Subscription current = this.subscription;
		if (current != null) {
			current.cancel();
		}
	}

}
