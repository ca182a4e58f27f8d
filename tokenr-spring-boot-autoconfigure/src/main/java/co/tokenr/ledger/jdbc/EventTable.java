package co.tokenr.ledger.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import co.tokenr.ledger.Dimension;
import co.tokenr.ledger.EventPage;
import co.tokenr.ledger.LatencyHistogram;
import co.tokenr.ledger.LedgerEntry;
import co.tokenr.ledger.UsageFacts;
import co.tokenr.ledger.UsageQuery;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * The rows of single events, of their tags and of their documents, which are apart so
 * that sums need not read them.
 */
final class EventTable {

	static final int CHUNK = 500;

	private static final String DOCUMENTS = "select d.document from tokenr_usage_event e"
			+ " join tokenr_usage_document d on d.seq = e.seq";

	private static final RowWriting.Table DOCUMENT_TABLE = new RowWriting.Table("tokenr_usage_document",
			List.of("seq", "document"), List.of());

	private static final RowWriting.Table TAG_TABLE = new RowWriting.Table("tokenr_usage_tag",
			List.of("seq", "tag_key", "tag_value", "occurred"), List.of());

	private static final List<String> COUNTS = List.of("input_tokens", "cache_read_input_tokens",
			"cache_creation_input_tokens", "output_tokens", "reasoning_output_tokens");

	private final JdbcOperations jdbc;

	private final Totals totals;

	private final RowWriting writing;

	private final RowWriting.Table events;

	EventTable(JdbcOperations jdbc, Totals totals, RowWriting writing) {
		this.jdbc = jdbc;
		this.totals = totals;
		this.writing = writing;
		List<String> columns = new ArrayList<>(List.of("seq", "id", "occurred"));
		Columns.dimensions().forEach((dimension) -> columns.add(Columns.of(dimension)));
		columns.addAll(COUNTS);
		columns.addAll(List.of("currency"));
		columns.addAll(totals.amountColumns());
		columns.addAll(List.of("latency", "first_token"));
		this.events = new RowWriting.Table("tokenr_usage_event", columns, List.of());
	}

	/** Which of these the ledger already has. */
	Set<String> known(Collection<String> ids) {
		Set<String> known = new HashSet<>();
		for (List<String> chunk : Chunks.ofPowersOfTwo(ids)) {
			known.addAll(this.jdbc.queryForList(this.writing.select("r.id", "tokenr_usage_event", "id", chunk.size()),
					String.class, chunk.toArray()));
		}
		return known;
	}

	void insert(Collection<LedgerEntry> entries, WriteLock lock) {
		List<@Nullable Object[]> events = new ArrayList<>();
		List<@Nullable Object[]> tags = new ArrayList<>();
		List<@Nullable Object[]> documents = new ArrayList<>();
		for (LedgerEntry entry : entries) {
			UsageFacts facts = entry.facts();
			long seq = lock.nextEvent();
			events.add(row(seq, facts));
			documents.add(new Object[] { seq, entry.json() });
			facts.tags().forEach((key, value) -> tags.add(new Object[] { seq, key, value, facts.occurredMicros() }));
		}
		this.writing.insert(this.jdbc, this.events, events);
		this.writing.insert(this.jdbc, DOCUMENT_TABLE, documents);
		this.writing.insert(this.jdbc, TAG_TABLE, tags);
	}

	private @Nullable Object[] row(long seq, UsageFacts facts) {
		List<@Nullable Object> row = new ArrayList<>();
		Collections.addAll(row, seq, facts.id(), facts.occurredMicros());
		for (Dimension dimension : Columns.dimensions()) {
			row.add(facts.value(dimension));
		}
		Collections.addAll(row, facts.inputTokens(), facts.cacheReadInputTokens(), facts.cacheCreationInputTokens(),
				facts.outputTokens(), facts.reasoningOutputTokens(), facts.currency());
		row.addAll(this.totals.amountsOf(facts.amount(), facts.cacheSavings()));
		row.add(histogram(facts.latencyMicros()));
		row.add(histogram(facts.firstTokenMicros()));
		return row.toArray();
	}

	/** As roll-ups have it. */
	private static @Nullable String histogram(@Nullable Long micros) {
		return (micros != null) ? LatencyHistogram.classOf(micros) + ":1" : null;
	}

	List<LedgerEntry> page(UsageQuery query, EventPage.@Nullable Cursor cursor, int limit) {
		SqlConditions conditions = new SqlConditions().within(Span.micros(query.from()), Span.micros(query.to()))
			.filters(query, "e");
		if (cursor != null) {
			conditions.and("e.occurred <= ? and (e.occurred < ? or e.id < ?)", cursor.micros(), cursor.micros(),
					cursor.id());
		}
		return this.jdbc.query(DOCUMENTS + conditions.where() + " order by e.occurred desc, e.id desc limit " + limit,
				EventTable::entry, conditions.parameters());
	}

	@Nullable LedgerEntry find(String id) {
		List<LedgerEntry> found = this.jdbc.query(DOCUMENTS + " where e.id = ?", EventTable::entry, id);
		return found.isEmpty() ? null : found.get(0);
	}

	/** The numbers of the events that name an id. */
	List<Long> naming(Dimension dimension, String id) {
		return this.jdbc.queryForList(
				"select seq from tokenr_usage_event where " + Columns.of(dimension)
						+ " = ? union select seq from tokenr_usage_tag where tag_value = ? order by seq",
				Long.class, id, id);
	}

	Map<Long, LedgerEntry> entries(List<Long> seqs) {
		Map<Long, LedgerEntry> entries = new LinkedHashMap<>();
		this.jdbc.query("select seq, document from tokenr_usage_document where seq in " + SqlConditions.marks(seqs),
				(RowCallbackHandler) (row) -> entries.put(row.getLong("seq"), entry(row, 0)), seqs.toArray());
		return entries;
	}

	void replace(Map<Long, LedgerEntry> entries, String erasedTag) {
		List<@Nullable Object[]> rows = new ArrayList<>();
		List<Object[]> tags = new ArrayList<>();
		List<Object[]> documents = new ArrayList<>();
		entries.forEach((seq, entry) -> {
			rows.add(new @Nullable Object[] { entry.facts().value(Dimension.USER),
					entry.facts().value(Dimension.CUSTOMER), entry.facts().value(Dimension.CONVERSATION), seq });
			tags.add(new Object[] { seq, erasedTag });
			documents.add(new Object[] { entry.json(), seq });
		});
		this.jdbc.batchUpdate(
				"update tokenr_usage_event set user_id = ?, customer_id = ?, conversation_id = ?" + " where seq = ?",
				rows);
		this.jdbc.batchUpdate("update tokenr_usage_document set document = ? where seq = ?", documents);
		this.jdbc.batchUpdate("delete from tokenr_usage_tag where seq = ? and tag_value = ?", tags);
	}

	@Nullable Long oldest() {
		return this.jdbc.queryForObject("select min(occurred) from tokenr_usage_event", Long.class);
	}

	@Nullable Long newest() {
		return this.jdbc.queryForObject("select max(occurred) from tokenr_usage_event", Long.class);
	}

	int deleteBefore(long micros) {
		this.jdbc.update("delete from tokenr_usage_tag where occurred < ?", micros);
		this.jdbc.update("delete from tokenr_usage_document where seq in"
				+ " (select e.seq from tokenr_usage_event e where e.occurred < ?)", micros);
		return this.jdbc.update("delete from tokenr_usage_event where occurred < ?", micros);
	}

	private static LedgerEntry entry(ResultSet row, int number) throws SQLException {
		return LedgerEntry.of(row.getString("document").getBytes(StandardCharsets.UTF_8));
	}

}
