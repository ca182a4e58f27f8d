package co.tokenr.usage;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A document as a map, with the values that it has when it is read back from its JSON.
 */
final class DocumentMap implements DocumentSink {

	private final Deque<Map<String, Object>> open = new ArrayDeque<>(4);

	private List<Object> list = List.of();

	DocumentMap(Map<String, Object> document) {
		this.open.addLast(document);
	}

	@Override
	public void put(String name, @Nullable Object value) {
		if (value != null) {
			this.open.getLast().put(WellFormed.of(name), canonical(value));
		}
	}

	@Override
	public void open(String name) {
		Map<String, Object> object = new LinkedHashMap<>();
		this.open.getLast().put(name, Collections.unmodifiableMap(object));
		this.open.addLast(object);
	}

	@Override
	public void close() {
		this.open.removeLast();
	}

	@Override
	public void openList(String name) {
		this.list = new ArrayList<>();
		this.open.getLast().put(name, Collections.unmodifiableList(this.list));
	}

	@Override
	public void openItem() {
		Map<String, Object> item = new LinkedHashMap<>();
		this.list.add(Collections.unmodifiableMap(item));
		this.open.addLast(item);
	}

	@Override
	public void closeList() {
		this.list = List.of();
	}

	private static Object canonical(Object value) {
		if (value instanceof String text) {
			return WellFormed.of(text);
		}
		if (value instanceof Integer number) {
			return number.longValue();
		}
		if (value instanceof BigDecimal decimal) {
			return (decimal.scale() > 0) ? decimal : whole(decimal.toBigInteger());
		}
		if (value instanceof Collection<?> list) {
			return list.stream().map(DocumentMap::canonical).toList();
		}
		return value;
	}

	private static Object whole(BigInteger number) {
		return (number.bitLength() < Long.SIZE) ? Long.valueOf(number.longValue()) : number;
	}

}
