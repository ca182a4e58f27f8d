package co.tokenr.response;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Keeps of a JSON document what {@link KeptPath} names, and hands it on when the document
 * is whole.
 */
final class DocumentCollector {

	/** Arrays of which everything is kept are kept up to here. */
	private static final int MAX_ELEMENTS = 64;

	private static final int MAX_PATH = 200;

	private final KeptPath[] places = new KeptPath[JsonScanner.MAX_DEPTH + 1];

	private final String[] paths = new String[JsonScanner.MAX_DEPTH + 1];

	private final Fields fields = new Fields();

	private final Consumer<Fields> documents;

	private int depth;

	private int count;

	private @Nullable KeptPath place;

	private String path = "";

	/**
	 * Creates a collector.
	 * @param documents takes what each whole document said; what it is handed is used
	 * again afterwards
	 */
	DocumentCollector(Consumer<Fields> documents) {
		this.documents = documents;
	}

	/** How many documents were whole. */
	int count() {
		return this.count;
	}

	/** What the document said that is not whole yet. */
	Fields pending() {
		return this.fields;
	}

	/** Forgets the document that is not whole yet. */
	void reset() {
		this.depth = 0;
		this.fields.clear();
	}

	/**
	 * An object or array begins.
	 * @return whether anything in it is wanted
	 */
	boolean enter(boolean array) {
		if (this.depth == 0) {
			this.place = KeptPath.ROOT;
			this.path = "";
		}
		KeptPath entered = this.place;
		if (entered == null) {
			return false;
		}
		if (entered.keep() == KeptPath.Keep.COUNT) {
			this.fields.add(this.path, 1);
		}
		if (!entered.isEntered()) {
			return false;
		}
		if (array) {
			this.fields.startArray(this.path, entered.elements(this.path));
		}
		this.places[this.depth] = entered;
		this.paths[this.depth] = this.path;
		this.depth++;
		return true;
	}

	/** The object or array that was entered last is over. */
	void leave() {
		this.depth--;
		if (this.depth == 0) {
			this.count++;
			this.documents.accept(this.fields);
			this.fields.clear();
		}
	}

	/**
	 * The value of a member comes next.
	 * @param bytes hold its name
	 * @param texts makes texts of bytes
	 */
	void member(byte[] bytes, int from, int length, TextMemory texts) {
		this.place = this.places[this.depth - 1].child(bytes, from, length);
		if (this.place == KeptPath.ANYTHING) {
			String path = this.paths[this.depth - 1] + "." + texts.of(bytes, from, length);
			this.path = path;
			this.place = (path.length() <= MAX_PATH) ? this.place : null;
		}
		else if (this.place != null) {
			this.path = this.place.path();
		}
	}

	/** The value of a member comes next whose name is too long to matter. */
	void unknownMember() {
		this.place = null;
	}

	/** The next element of an array comes. */
	void element() {
		KeptPath array = this.places[this.depth - 1];
		String path = this.paths[this.depth - 1];
		this.fields.add(array.elements(path), 1);
		this.place = array.element();
		if (this.place == KeptPath.ANYTHING) {
			int index = this.fields.elements(path) - 1;
			this.path = path + "[" + index + "]";
			this.place = (index < MAX_ELEMENTS) ? this.place : null;
		}
		else if (this.place != null) {
			this.path = this.place.path();
		}
	}

	/**
	 * A text begins.
	 * @return whether it is wanted
	 */
	boolean text() {
		KeptPath at = this.place;
		if (at == null) {
			return false;
		}
		if (at.keep() == KeptPath.Keep.COUNT) {
			this.fields.add(this.path, 1);
			return false;
		}
		return at.keep() != KeptPath.Keep.NOTHING;
	}

	/** Whether a value that is no text is wanted. */
	boolean isWanted() {
		return this.place != null && this.place.keep() != KeptPath.Keep.NOTHING;
	}

	/** A text that was wanted is too long to be kept. */
	void tooLong() {
		if (this.place != null && this.place.keep() == KeptPath.Keep.PRESENCE) {
			this.fields.put(this.path, "true");
		}
	}

	/** A number, {@code true}, {@code false} or a text that was wanted. */
	void value(String value) {
		KeptPath at = this.place;
		if (at == null) {
			return;
		}
		switch (at.keep()) {
			case LAST, ALL -> this.fields.put(this.path, value);
			case COUNT -> this.fields.add(this.path, 1);
			case COUNT_CALLS -> {
				if (value.endsWith("_call")) {
					this.fields.add(this.path + "=" + value, 1);
				}
			}
			case SUM -> {
				Long number = ReportedNumber.count(value);
				this.fields.add(this.path, (number != null) ? Math.max(0, number) : 0);
			}
			case PRESENCE -> {
				if (!value.isBlank() && !value.equals("false")) {
					this.fields.put(this.path, "true");
				}
			}
			case NOTHING -> {
			}
		}
	}

}
