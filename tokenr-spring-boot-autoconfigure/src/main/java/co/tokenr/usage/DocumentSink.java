package co.tokenr.usage;

import org.jspecify.annotations.Nullable;

/**
 * Is told a document field by field, in the order of the wire.
 */
public interface DocumentSink {

	/**
	 * Takes a field.
	 * @param name its name
	 * @param value a text, which need not be valid Unicode, a whole number, a
	 * {@link java.math.BigDecimal}, a boolean, or a collection of such; nothing is told
	 * where it is {@code null}
	 */
	void put(String name, @Nullable Object value);

	/**
	 * Begins an object within.
	 * @param name its name
	 */
	void open(String name);

	/** Ends the object that was begun last. */
	void close();

	/**
	 * Begins a list of objects.
	 * @param name its name
	 */
	void openList(String name);

	/** Begins the next object of the list, which {@link #close()} ends. */
	void openItem();

	/** Ends the list. */
	void closeList();

}
