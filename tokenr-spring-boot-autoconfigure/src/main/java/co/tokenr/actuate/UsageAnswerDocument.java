package co.tokenr.actuate;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import co.tokenr.ledger.LatencyHistogram;
import co.tokenr.ledger.Percentiles;
import co.tokenr.ledger.UsageAnswer;
import co.tokenr.ledger.UsageQuery;
import co.tokenr.ledger.UsageRow;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the ledger as JSON shows it.
 */
final class UsageAnswerDocument {

	private UsageAnswerDocument() {
	}

	static Map<String, @Nullable Object> of(UsageQuery query, UsageAnswer answer) {
		Map<String, @Nullable Object> document = new LinkedHashMap<>();
		document.put("scope", answer.scope().value());
		document.put("complete_since", text(answer.completeSince()));
		document.put("from", query.from().toString());
		document.put("to", query.to().toString());
		document.put("zone", query.zone().getId());
		document.put("bucket", query.bucket().value());
		if (query.percentiles()) {
			document.put("percentile_error", Math.round(LatencyHistogram.ERROR_BOUND * 1000) / 1000.0);
		}
		document.put("rows", answer.rows().stream().map((row) -> row(query, row)).toList());
		return document;
	}

	/** Where a bucket begins, by the clocks of the query. */
	static @Nullable String bucket(UsageQuery query, UsageRow row) {
		Instant bucket = row.bucket();
		return (bucket != null) ? bucket.atZone(query.zone()).toOffsetDateTime().toString() : null;
	}

	private static Map<String, @Nullable Object> row(UsageQuery query, UsageRow row) {
		Map<String, @Nullable Object> document = new LinkedHashMap<>();
		String bucket = bucket(query, row);
		if (bucket != null) {
			document.put("bucket", bucket);
		}
		if (row.other()) {
			document.put("other", true);
		}
		else {
			Map<String, @Nullable String> group = new LinkedHashMap<>();
			for (int i = 0; i < row.group().size(); i++) {
				group.put(query.groupBy().get(i).name(), row.group().get(i));
			}
			document.put("group", group);
		}
		document.putAll(TotalsDocument.of(row.totals()));
		if (query.percentiles()) {
			document.put("latency_ms", percentiles(row.latency()));
			document.put("time_to_first_token_ms", percentiles(row.timeToFirstToken()));
		}
		return document;
	}

	private static Map<String, @Nullable Object> percentiles(Percentiles percentiles) {
		Map<String, @Nullable Object> document = new LinkedHashMap<>();
		document.put("p50", percentiles.p50());
		document.put("p95", percentiles.p95());
		return document;
	}

	private static @Nullable String text(@Nullable Instant instant) {
		return (instant != null) ? instant.toString() : null;
	}

}
