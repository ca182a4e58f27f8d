package co.tokenr.capture.okhttp;

import java.io.IOException;

import co.tokenr.capture.BodyListener;
import okhttp3.MediaType;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer that is listened to while it is read.
 */
final class WatchedResponseBody extends ResponseBody {

	private final ResponseBody body;

	private final BufferedSource source;

	WatchedResponseBody(ResponseBody body, BodyListener listener) {
		this.body = body;
		this.source = Okio.buffer(new WatchedSource(body, listener));
	}

	@Override
	public @Nullable MediaType contentType() {
		return this.body.contentType();
	}

	@Override
	public long contentLength() {
		return this.body.contentLength();
	}

	@Override
	public BufferedSource source() {
		return this.source;
	}

	private static final class WatchedSource extends ForwardingSource {

		private final BodyListener listener;

		WatchedSource(ResponseBody body, BodyListener listener) {
			super(body.source());
			this.listener = listener;
		}

		@Override
		public long read(Buffer sink, long limit) throws IOException {
			long count;
			try {
				count = super.read(sink, limit);
			}
			catch (IOException | RuntimeException ex) {
				this.listener.failed(ex);
				throw ex;
			}
			if (count == -1) {
				this.listener.ended();
			}
			else {
				BufferLook.at(sink, sink.size() - count, count, this.listener::read);
			}
			return count;
		}

		@Override
		public void close() throws IOException {
			this.listener.stopped();
			super.close();
		}

	}

}
