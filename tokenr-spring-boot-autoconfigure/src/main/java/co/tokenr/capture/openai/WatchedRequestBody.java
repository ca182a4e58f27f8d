package co.tokenr.capture.openai;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

import co.tokenr.capture.HttpCall;
import com.openai.core.http.HttpRequestBody;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that is looked at while it is written.
 */
final class WatchedRequestBody implements HttpRequestBody {

	private final HttpRequestBody body;

	private final HttpCall call;

	WatchedRequestBody(HttpRequestBody body, HttpCall call) {
		this.body = body;
		this.call = call;
	}

	@Override
	public void writeTo(OutputStream stream) {
		this.call.requesting();
		this.body.writeTo(new FilterOutputStream(stream) {

			@Override
			public void write(int single) throws IOException {
				this.out.write(single);
				WatchedRequestBody.this.call.requested(new byte[] { (byte) single }, 0, 1);
			}

			@Override
			public void write(byte[] bytes, int offset, int length) throws IOException {
				this.out.write(bytes, offset, length);
				WatchedRequestBody.this.call.requested(bytes, offset, length);
			}

		});
	}

	@Override
	public @Nullable String contentType() {
		return this.body.contentType();
	}

	@Override
	public long contentLength() {
		return this.body.contentLength();
	}

	@Override
	public boolean repeatable() {
		return this.body.repeatable();
	}

	@Override
	public void close() {
		this.body.close();
	}

}
