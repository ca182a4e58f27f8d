package co.tokenr.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What became of each event of a batch, in the order of the batch. It may speak of the
 * first events only, but at least of one: the rest is then offered again. Immutable.
 */
public final class DeliveryResult {

	private final List<@Nullable String> rejections;

	private DeliveryResult(List<@Nullable String> rejections) {
		this.rejections = rejections;
	}

	/**
	 * All were accepted.
	 * @param size how many, zero or more
	 * @return the result
	 */
	public static DeliveryResult accepted(int size) {
		return new DeliveryResult(Collections.nCopies(size, null));
	}

	/**
	 * Some were rejected.
	 * @param rejections for each event the reason why it was rejected for good, in snake
	 * case and from a small set, or {@code null} where it was accepted
	 * @return the result
	 */
	public static DeliveryResult of(List<@Nullable String> rejections) {
		return new DeliveryResult(Collections.unmodifiableList(new ArrayList<>(rejections)));
	}

	static DeliveryResult rejected(String reason) {
		return of(Arrays.asList(reason));
	}

	/**
	 * Returns of how many events this result speaks.
	 * @return the count
	 */
	public int size() {
		return this.rejections.size();
	}

	/**
	 * Returns why an event was rejected.
	 * @param index position of the event in the batch, from 0
	 * @return the reason, {@code null} where the event was accepted
	 */
	public @Nullable String rejection(int index) {
		return this.rejections.get(index);
	}

}
