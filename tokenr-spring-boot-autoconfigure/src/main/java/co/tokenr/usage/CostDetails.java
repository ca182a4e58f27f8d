package co.tokenr.usage;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What explains a cost. May be written down only when somebody asks for the first time,
 * which is off the way of the call; it says the same whenever that is. Thread-safe.
 */
public final class CostDetails {

	/** There is nothing to explain. */
	public static final CostDetails NONE = of(null, List.of(), List.of());

	private volatile @Nullable Supplier<CostDetails> later;

	private @Nullable Written written;

	private CostDetails(@Nullable Supplier<CostDetails> later, @Nullable Written written) {
		this.later = later;
		this.written = written;
	}

	/**
	 * Creates details.
	 * @param basis the prices that were applied, {@code null} where none were known
	 * @param breakdown the parts that were priced
	 * @param notPriced what was used and has no price
	 * @return the details
	 */
	public static CostDetails of(Cost.@Nullable Basis basis, List<Cost.Item> breakdown, List<String> notPriced) {
		return new CostDetails(null, new Written(basis, List.copyOf(breakdown), List.copyOf(notPriced)));
	}

	/**
	 * Creates details that are written down when they are asked for.
	 * @param later writes them down, the same each time and without waiting
	 * @return the details
	 */
	public static CostDetails later(Supplier<CostDetails> later) {
		return new CostDetails(later, null);
	}

	Cost.@Nullable Basis basis() {
		return written().basis();
	}

	List<Cost.Item> breakdown() {
		return written().breakdown();
	}

	List<String> notPriced() {
		return written().notPriced();
	}

	private Written written() {
		Supplier<CostDetails> writer = this.later;
		if (writer != null) {
			this.written = writer.get().written();
			this.later = null;
		}
		return Objects.requireNonNull(this.written);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof CostDetails details && written().equals(details.written());
	}

	@Override
	public int hashCode() {
		return written().hashCode();
	}

	@Override
	public String toString() {
		return written().toString();
	}

	private record Written(Cost.@Nullable Basis basis, List<Cost.Item> breakdown, List<String> notPriced) {

	}

}
