package co.tokenr.ledger.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DatabaseDriver;

/**
 * The columns that hold an amount so that the database can sum it up exactly.
 */
enum AmountColumns {

	/** One of type {@code NUMERIC(38,18)}. */
	NUMERIC("") {

		@Override
		List<@Nullable Object> values(@Nullable BigDecimal amount) {
			return Collections.singletonList(amount);
		}

		@Override
		@Nullable BigDecimal read(ResultSet row, String column) throws SQLException {
			return row.getBigDecimal(column);
		}

	},

	/**
	 * Three whole numbers, for SQLite, whose decimals are doubles: units, billionths of a
	 * unit and billionths of those. Each part but the first is below a billion, so that
	 * billions of rows can be summed up.
	 */
	INTEGERS("_units", "_nanos", "_attos") {

		@Override
		List<@Nullable Object> values(@Nullable BigDecimal amount) {
			if (amount == null) {
				return Collections.nCopies(3, null);
			}
			BigInteger attos = amount.setScale(18).unscaledValue();
			BigInteger nanos = floor(attos);
			BigInteger units = floor(nanos);
			return List.of(units.longValueExact(), nanos.subtract(units.multiply(BILLION)).longValueExact(),
					attos.subtract(nanos.multiply(BILLION)).longValueExact());
		}

		@Override
		@Nullable BigDecimal read(ResultSet row, String column) throws SQLException {
			BigDecimal units = BigDecimal.valueOf(row.getLong(column + "_units"));
			return row.wasNull() ? null : units.add(BigDecimal.valueOf(row.getLong(column + "_nanos"), 9))
				.add(BigDecimal.valueOf(row.getLong(column + "_attos"), 18));
		}

	};

	private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000);

	@SuppressWarnings("ImmutableEnumChecker")
	private final List<String> suffixes;

	AmountColumns(String... suffixes) {
		this.suffixes = List.of(suffixes);
	}

	/** Those that the database can add up. */
	static AmountColumns of(DatabaseDriver database) {
		return (database == DatabaseDriver.SQLITE) ? INTEGERS : NUMERIC;
	}

	List<String> names(String column) {
		return this.suffixes.stream().map((suffix) -> column + suffix).toList();
	}

	abstract List<@Nullable Object> values(@Nullable BigDecimal amount);

	abstract @Nullable BigDecimal read(ResultSet row, String column) throws SQLException;

	private static BigInteger floor(BigInteger number) {
		BigInteger[] parts = number.divideAndRemainder(BILLION);
		return (parts[1].signum() < 0) ? parts[0].subtract(BigInteger.ONE) : parts[0];
	}

}
