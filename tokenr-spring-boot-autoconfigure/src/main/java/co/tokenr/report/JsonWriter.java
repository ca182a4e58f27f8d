package co.tokenr.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

import co.tokenr.usage.DocumentSink;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageEventDocument;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON in UTF-8 into a buffer that is used again for the next document, so that
 * writing an event leaves nothing behind but its bytes. Text that is no valid Unicode is
 * written with U+FFFD in place of what is broken. Not thread-safe.
 */
public final class JsonWriter implements DocumentSink {

	private static final int USUAL = 4 * 1024;

	/** One that had to grow beyond is not kept. */
	private static final int LARGEST_KEPT = 64 * 1024;

	/** As many digits of a number as are read again. */
	private static final int MOST_DIGITS = 1000;

	/** As many digits as are sure to fit into a long. */
	private static final int LONG_DIGITS = 18;

	private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

	private byte[] buffer = new byte[USUAL];

	private int size;

	/**
	 * Writes an event.
	 * @param event the event
	 * @return its document as JSON
	 * @throws RuntimeException if it holds what is no JSON
	 */
	byte[] write(UsageEvent event) {
		start();
		UsageEventDocument.tell(event, this);
		return end();
	}

	/**
	 * Writes a document.
	 * @param document names and values
	 * @return the document as JSON
	 * @throws RuntimeException if a value is no JSON
	 */
	byte[] write(Map<String, ?> document) {
		start();
		entries(document);
		return end();
	}

	/**
	 * Begins a document. Whatever was written before is forgotten.
	 */
	public void start() {
		if (this.buffer.length > LARGEST_KEPT) {
			this.buffer = new byte[USUAL];
		}
		this.size = 0;
		write('{');
	}

	/**
	 * Ends the document.
	 * @return its bytes in UTF-8
	 */
	public byte[] end() {
		write('}');
		return Arrays.copyOf(this.buffer, this.size);
	}

	/**
	 * Writes a field that is {@code null}.
	 * @param name its name
	 */
	public void putNull(String name) {
		name(name);
		value(null);
	}

	/**
	 * Writes a field that was written before.
	 * @param name its name
	 * @param json its value as JSON in UTF-8
	 */
	public void putJson(String name, byte[] json) {
		name(name);
		ensure(json.length);
		System.arraycopy(json, 0, this.buffer, this.size, json.length);
		this.size += json.length;
	}

	/**
	 * Writes an object.
	 * @param name its name
	 * @param entries its names and values
	 */
	public void putAll(String name, Map<String, ?> entries) {
		name(name);
		value(entries);
	}

	@Override
	public void put(String name, @Nullable Object value) {
		if (value != null) {
			name(name);
			value(value);
		}
	}

	@Override
	public void open(String name) {
		name(name);
		write('{');
	}

	@Override
	public void close() {
		write('}');
	}

	@Override
	public void openList(String name) {
		name(name);
		write('[');
	}

	@Override
	public void openItem() {
		separate();
		write('{');
	}

	@Override
	public void closeList() {
		write(']');
	}

	private void entries(Map<?, ?> entries) {
		for (Map.Entry<?, ?> entry : entries.entrySet()) {
			name(String.valueOf(entry.getKey()));
			value(entry.getValue());
		}
	}

	private void name(String name) {
		separate();
		text(name);
		write(':');
	}

	/** What was written last tells whether something stands before. */
	private void separate() {
		byte last = this.buffer[this.size - 1];
		if (last != '{' && last != '[') {
			write(',');
		}
	}

	private void value(@Nullable Object value) {
		if (value instanceof CharSequence text) {
			text(text.toString());
		}
		else if (value instanceof Number number) {
			number(number);
		}
		else if (value == null || value instanceof Boolean) {
			ascii(String.valueOf(value));
		}
		else if (value instanceof Map<?, ?> map) {
			write('{');
			entries(map);
			write('}');
		}
		else if (value instanceof Collection<?> list) {
			write('[');
			for (Object item : list) {
				separate();
				value(item);
			}
			write(']');
		}
		else {
			throw new IllegalArgumentException("No JSON value: " + value.getClass().getName());
		}
	}

	private void number(Number number) {
		if (number instanceof BigDecimal decimal) {
			decimal(decimal);
		}
		else if (number instanceof BigInteger) {
			ascii(number.toString());
		}
		else if (number instanceof Double || number instanceof Float) {
			if (!Double.isFinite(number.doubleValue())) {
				throw new IllegalArgumentException("No JSON number: " + number);
			}
			ascii(Double.toString(number.doubleValue()));
		}
		else {
			digits(number.longValue(), 0);
		}
	}

	private void decimal(BigDecimal decimal) {
		if (decimal.scale() > MOST_DIGITS || (long) decimal.precision() - decimal.scale() > MOST_DIGITS) {
			throw new IllegalArgumentException("No JSON number of scale " + decimal.scale());
		}
		if (decimal.scale() >= 0 && decimal.scale() <= LONG_DIGITS && decimal.precision() <= LONG_DIGITS) {
			digits(decimal.unscaledValue().longValue(), decimal.scale());
		}
		else {
			ascii(decimal.toPlainString());
		}
	}

	/** Writes a number from its last digit on. */
	private void digits(long number, int scale) {
		if (number == Long.MIN_VALUE) {
			ascii(Long.toString(number));
			return;
		}
		long left = Math.abs(number);
		int length = scale + ((scale > 0) ? 2 : 1);
		for (long rest = power(left, scale); rest >= 10; rest /= 10) {
			length++;
		}
		ensure(length + 1);
		if (number < 0) {
			this.buffer[this.size++] = '-';
		}
		int first = this.size;
		this.size += length;
		for (int i = this.size - 1; i >= first; i--) {
			if (scale > 0 && i == this.size - 1 - scale) {
				this.buffer[i] = '.';
			}
			else {
				this.buffer[i] = (byte) ('0' + left % 10);
				left /= 10;
			}
		}
	}

	private static long power(long number, int scale) {
		long rest = number;
		for (int i = 0; i < scale; i++) {
			rest /= 10;
		}
		return rest;
	}

	private void text(String text) {
		int length = text.length();
		ensure(length + 2);
		this.buffer[this.size++] = '"';
		int i = 0;
		while (i < length && isPlain(text.charAt(i))) {
			this.buffer[this.size++] = (byte) text.charAt(i++);
		}
		while (i < length) {
			int point = text.codePointAt(i);
			i += Character.charCount(point);
			ensure(7);
			character(point);
		}
		write('"');
	}

	private static boolean isPlain(char character) {
		return character >= ' ' && character < 0x80 && character != '"' && character != '\\';
	}

	private void character(int point) {
		if (point < 0x80) {
			if (isPlain((char) point)) {
				this.buffer[this.size++] = (byte) point;
			}
			else {
				escape(point);
			}
		}
		else if (point < 0x800) {
			this.buffer[this.size++] = (byte) (0xC0 | (point >> 6));
			tail(point);
		}
		else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
			character(0xFFFD);
		}
		else if (point < 0x10000) {
			this.buffer[this.size++] = (byte) (0xE0 | (point >> 12));
			tail(point >> 6);
			tail(point);
		}
		else {
			this.buffer[this.size++] = (byte) (0xF0 | (point >> 18));
			tail(point >> 12);
			tail(point >> 6);
			tail(point);
		}
	}

	private void tail(int bits) {
		this.buffer[this.size++] = (byte) (0x80 | (bits & 0x3F));
	}

	private void escape(int character) {
		this.buffer[this.size++] = '\\';
		switch (character) {
			case '"', '\\' -> this.buffer[this.size++] = (byte) character;
			case '\b' -> this.buffer[this.size++] = 'b';
			case '\t' -> this.buffer[this.size++] = 't';
			case '\n' -> this.buffer[this.size++] = 'n';
			case '\f' -> this.buffer[this.size++] = 'f';
			case '\r' -> this.buffer[this.size++] = 'r';
			default -> {
				ascii("u00");
				write(HEX[character >> 4]);
				write(HEX[character & 0xF]);
			}
		}
	}

	private void ascii(String text) {
		ensure(text.length());
		for (int i = 0; i < text.length(); i++) {
			this.buffer[this.size++] = (byte) text.charAt(i);
		}
	}

	private void write(int character) {
		ensure(1);
		this.buffer[this.size++] = (byte) character;
	}

	private void ensure(int more) {
		if (this.buffer.length - this.size < more) {
			this.buffer = Arrays.copyOf(this.buffer, Math.max(2 * this.buffer.length, this.size + more));
		}
	}

}
