package co.tokenr.report;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

import co.tokenr.usage.DocumentSink;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageEventDocument;
import co.tokenr.usage.WellFormed;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes documents as JSON in UTF-8, one after another into the same buffer, so that
 * little is left behind but their bytes. Text that is no valid Unicode is written with
 * U+FFFD in place of what is broken. Not thread-safe.
 */
public final class JsonWriter implements DocumentSink {

	private static final JsonFactory FACTORY = JsonFactory.builder()
		.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
		.build();

	private static final int USUAL = 4 * 1024;

	/** One that had to grow beyond is not kept. */
	private static final int LARGEST_KEPT = 64 * 1024;

	/** As many digits of a number as are read again. */
	private static final int MOST_DIGITS = 1000;

	private ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL);

	private JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), this.bytes);

	/**
	 * Writes an event.
	 * @param event the event
	 * @return its document as JSON
	 * @throws RuntimeException if it holds what is no JSON
	 */
	public byte[] write(UsageEvent event) {
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
		if (this.bytes.size() > LARGEST_KEPT) {
			this.bytes = new ByteArrayOutputStream(USUAL);
		}
		this.bytes.reset();
		this.generator = FACTORY.createGenerator(ObjectWriteContext.empty(), this.bytes);
		this.generator.writeStartObject();
	}

	/**
	 * Ends the document.
	 * @return its bytes in UTF-8
	 */
	public byte[] end() {
		this.generator.writeEndObject();
		this.generator.close();
		return this.bytes.toByteArray();
	}

	/**
	 * Writes a field that is {@code null}.
	 * @param name its name
	 */
	public void putNull(String name) {
		name(name);
		this.generator.writeNull();
	}

	/**
	 * Writes a field that was written before.
	 * @param name its name
	 * @param json its value as JSON in UTF-8
	 */
	public void putJson(String name, byte[] json) {
		name(name);
		this.generator.writeRawValue(new String(json, StandardCharsets.UTF_8));
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
		this.generator.writeStartObject();
	}

	@Override
	public void close() {
		this.generator.writeEndObject();
	}

	@Override
	public void openList(String name) {
		name(name);
		this.generator.writeStartArray();
	}

	@Override
	public void openItem() {
		this.generator.writeStartObject();
	}

	@Override
	public void closeList() {
		this.generator.writeEndArray();
	}

	private void entries(Map<?, ?> entries) {
		entries.forEach((name, value) -> {
			name(String.valueOf(name));
			value(value);
		});
	}

	private void name(String name) {
		this.generator.writeName(WellFormed.of(name));
	}

	private void value(@Nullable Object value) {
		if (value instanceof CharSequence text) {
			this.generator.writeString(WellFormed.of(text.toString()));
		}
		else if (value instanceof Number number) {
			number(number);
		}
		else if (value instanceof Boolean flag) {
			this.generator.writeBoolean(flag);
		}
		else if (value == null) {
			this.generator.writeNull();
		}
		else if (value instanceof Map<?, ?> map) {
			this.generator.writeStartObject();
			entries(map);
			this.generator.writeEndObject();
		}
		else if (value instanceof Collection<?> list) {
			this.generator.writeStartArray();
			list.forEach(this::value);
			this.generator.writeEndArray();
		}
		else {
			throw new IllegalArgumentException("No JSON value: " + value.getClass().getName());
		}
	}

	private void number(Number number) {
		if (number instanceof BigDecimal decimal) {
			decimal(decimal);
		}
		else if (number instanceof BigInteger integer) {
			this.generator.writeNumber(integer);
		}
		else if (number instanceof Double || number instanceof Float) {
			if (!Double.isFinite(number.doubleValue())) {
				throw new IllegalArgumentException("No JSON number: " + number);
			}
			this.generator.writeNumber(number.doubleValue());
		}
		else {
			this.generator.writeNumber(number.longValue());
		}
	}

	private void decimal(BigDecimal decimal) {
		if (decimal.scale() > MOST_DIGITS || (long) decimal.precision() - decimal.scale() > MOST_DIGITS) {
			throw new IllegalArgumentException("No JSON number of scale " + decimal.scale());
		}
		this.generator.writeNumber(decimal);
	}

}
