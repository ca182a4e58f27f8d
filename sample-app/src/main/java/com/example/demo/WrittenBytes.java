package com.example.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A tee around a response body that keeps what really left: bytes count only once a flush
 * after them has succeeded.
 */
final class WrittenBytes extends OutputStream {

	private final OutputStream target;

	private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

	private final ByteArrayOutputStream written = new ByteArrayOutputStream();

	WrittenBytes(OutputStream target) {
		this.target = target;
	}

	@Override
	public void write(int value) throws IOException {
		this.target.write(value);
		this.pending.write(value);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		this.target.write(bytes, offset, length);
		this.pending.write(bytes, offset, length);
	}

	@Override
	public void flush() throws IOException {
		this.target.flush();
		this.pending.writeTo(this.written);
		this.pending.reset();
	}

	byte[] toByteArray() {
		return this.written.toByteArray();
	}

}
