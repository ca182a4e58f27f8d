package com.example.demo;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.example.demo.BilledBytes.CallFacts;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The provider's bill: one line a call, counted from the response bytes that were really
 * written, not from what the provider meant to write. Thread-safe.
 * <p>
 * A line is there before its caller can have seen the end of the answer. The line of a
 * cancelled stream comes when the provider notices, which is one of its next writes.
 */
public final class DemoInvoice {

	private final Object lock = new Object();

	private final Miscount miscount;

	private final List<Line> lines = new ArrayList<>();

	private long sequence;

	/** An invoice that counts right. */
	public DemoInvoice() {
		this(Miscount.NONE);
	}

	/**
	 * An invoice with a planted error, to see a comparison fail.
	 * @param miscount the error
	 */
	public DemoInvoice(Miscount miscount) {
		this.miscount = Objects.requireNonNull(miscount, "miscount");
	}

	/**
	 * The lines so far in the order in which the calls ended, the planted error applied.
	 * @return an immutable copy
	 */
	public List<Line> lines() {
		synchronized (this.lock) {
			return List.copyOf(this.miscount.apply(this.lines));
		}
	}

	/**
	 * Forget all lines; the sequence goes on.
	 */
	public void clear() {
		synchronized (this.lock) {
			this.lines.clear();
		}
	}

	/**
	 * Write the last bytes of an answer and add its line as one step: whoever has read
	 * the whole answer finds the line.
	 */
	void settle(CallFacts call, WrittenBytes body, LastWrite last) throws IOException {
		synchronized (this.lock) {
			try {
				last.write();
			}
			finally {
				add(call, body);
			}
		}
	}

	/**
	 * Add the line of a call that was cut.
	 */
	void add(CallFacts call, WrittenBytes body) {
		synchronized (this.lock) {
			this.lines.add(BilledBytes.line(++this.sequence, call, body.toByteArray()));
		}
	}

	/** The last write of an answer. */
	@FunctionalInterface
	interface LastWrite {

		void write() throws IOException;

	}

	/** How a call ended. */
	public enum Outcome {

		/** Written to its end. */
		OK,

		/** Answered with an error status. */
		ERROR,

		/** Cut by the caller before its end. */
		CANCELLED

	}

	/**
	 * An error planted in the bill, at the first line that is OK and has counts.
	 */
	public enum Miscount {

		/** No error. */
		NONE,

		/** The line is left out. */
		MISSING,

		/** The line is there twice. */
		DOUBLED,

		/** One input token too many. */
		OFF_BY_ONE;

		private List<Line> apply(List<Line> counted) {
			List<Line> wrong = new ArrayList<>(counted);
			for (int i = 0; i < wrong.size(); i++) {
				Line line = wrong.get(i);
				Long input = line.input();
				if (line.outcome() == Outcome.OK && input != null) {
					switch (this) {
						case MISSING -> wrong.remove(i);
						case DOUBLED -> wrong.add(i, line);
						case OFF_BY_ONE -> wrong.set(i, line.withInput(input + 1));
						case NONE -> {
						}
					}
					break;
				}
			}
			return wrong;
		}

	}

	/**
	 * One call on the bill. Counts are null if they are not in the bytes, and all null
	 * for a stream that was cut before its final usage.
	 *
	 * @param sequence the position, from 1, in the order in which calls ended
	 * @param wire {@code openai} or {@code anthropic}
	 * @param responseId the id of the response, null for an error
	 * @param requestedModel the model as requested, null if none was
	 * @param servedModel the model as answered, null for an error
	 * @param status the HTTP status
	 * @param outcome how it ended
	 * @param streaming whether it was answered as server-sent events
	 * @param input all input tokens, those read from or written to a cache included
	 * @param cacheRead input tokens read from a cache
	 * @param cacheCreation input tokens written to a cache
	 * @param cacheCreation5m those of them kept for five minutes
	 * @param cacheCreation1h those of them kept for one hour
	 * @param output all output tokens, reasoning included
	 * @param reasoning reasoning tokens
	 */
	public record Line(long sequence, String wire, @Nullable String responseId, @Nullable String requestedModel,
			@Nullable String servedModel, int status, Outcome outcome, boolean streaming, @Nullable Long input,
			@Nullable Long cacheRead, @Nullable Long cacheCreation, @Nullable Long cacheCreation5m,
			@Nullable Long cacheCreation1h, @Nullable Long output, @Nullable Long reasoning) {

		/**
		 * What is charged for the call.
		 * @return US dollars, null if the model is served without a price
		 */
		@JsonProperty
		public @Nullable BigDecimal amount() {
			return DemoRates.charge(this);
		}

		Line withInput(long value) {
			return new Line(this.sequence, this.wire, this.responseId, this.requestedModel, this.servedModel,
					this.status, this.outcome, this.streaming, value, this.cacheRead, this.cacheCreation,
					this.cacheCreation5m, this.cacheCreation1h, this.output, this.reasoning);
		}

	}

}
