package co.tokenr.capture;

import java.util.concurrent.atomic.AtomicBoolean;

import co.tokenr.response.ResponseUsage;

/**
 * Puts what an answer says among the details, as soon as it was read: who counts the
 * answer may ask before the last byte came, or where none ever comes.
 */
final class DetailsListener implements BodyListener {

	private final AnswerReading answer;

	private final ServedDetails details;

	private final CaptureGuard guard;

	private final AtomicBoolean finished = new AtomicBoolean();

	private volatile ResponseUsage latest = ResponseUsage.NONE;

	DetailsListener(String provider, ServedDetails details, CaptureGuard guard) {
		this.answer = new AnswerReading(provider);
		this.details = details;
		this.guard = guard;
	}

	@Override
	public void read(byte[] bytes, int offset, int length) {
		if (!this.finished.get()) {
			this.guard.run("read an answer", () -> {
				this.answer.read(bytes, offset, length);
				put(this.answer.soFar());
			});
		}
	}

	@Override
	public void ended() {
		finish(true);
	}

	/** Whoever closes it is told, even where the reader failed of that before. */
	@Override
	public void stopped() {
		finish(false);
		this.details.closed(this.latest.responseId());
	}

	@Override
	public void failed(Throwable failure) {
		finish(false);
	}

	private void finish(boolean whole) {
		if (this.finished.compareAndSet(false, true)) {
			this.guard.run("finish reading an answer", () -> put(this.answer.finish(whole)));
		}
	}

	/** What was taken already is not put again. */
	private void put(ResponseUsage read) {
		if (!read.equals(this.latest)) {
			this.latest = read;
			this.details.put(read);
		}
	}

}
