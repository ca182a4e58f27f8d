package co.tokenr.capture.okhttp;

import java.io.IOException;

import co.tokenr.capture.HttpCall;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.ForwardingSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that is looked at while it is written.
 */
final class WatchedRequestBody extends RequestBody {

	private final RequestBody body;

	private final HttpCall call;

	WatchedRequestBody(RequestBody body, HttpCall call) {
		this.body = body;
		this.call = call;
	}

	@Override
	public @Nullable MediaType contentType() {
		return this.body.contentType();
	}

	@Override
	public long contentLength() throws IOException {
		return this.body.contentLength();
	}

	@Override
	public boolean isDuplex() {
		return this.body.isDuplex();
	}

	@Override
	public boolean isOneShot() {
		return this.body.isOneShot();
	}

	@Override
	public void writeTo(BufferedSink sink) throws IOException {
		this.call.requesting();
		BufferedSink watched = Okio.buffer(new ForwardingSink(sink) {

			@Override
			public void write(Buffer source, long count) throws IOException {
				BufferLook.at(source, 0, count, WatchedRequestBody.this.call::requested);
				super.write(source, count);
			}

		});
		this.body.writeTo(watched);
		watched.emit();
	}

}
