package co.tokenr.capture;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that is listened to while it is read. Reads exactly what it is asked for, keeps
 * nothing and waits for nothing. Bytes that are skipped are read, so that the listener
 * misses none; there is no way back to a mark, so that it hears none twice.
 */
public final class TeeInputStream extends FilterInputStream {

	private static final int SKIP = 8192;

	private final BodyListener listener;

	/**
	 * Creates a stream.
	 * @param body the body
	 * @param listener listens
	 */
	public TeeInputStream(InputStream body, BodyListener listener) {
		super(body);
		this.listener = listener;
	}

	@Override
	public int read() throws IOException {
		byte[] single = new byte[1];
		return (read(single, 0, 1) == -1) ? -1 : single[0] & 0xFF;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		int count;
		try {
			count = super.read(bytes, offset, length);
		}
		catch (IOException | RuntimeException ex) {
			this.listener.failed(ex);
			throw ex;
		}
		if (count > 0) {
			this.listener.read(bytes, offset, count);
		}
		else if (count == -1) {
			this.listener.ended();
		}
		return count;
	}

	@Override
	public long skip(long count) throws IOException {
		if (count <= 0) {
			return 0;
		}
		return Math.max(0, read(new byte[(int) Math.min(SKIP, count)]));
	}

	@Override
	public boolean markSupported() {
		return false;
	}

	@Override
	public synchronized void mark(int limit) {
	}

	@Override
	public synchronized void reset() throws IOException {
		throw new IOException("mark/reset not supported");
	}

	@Override
	public void close() throws IOException {
		this.listener.stopped();
		super.close();
	}

}
