-- Tokenr's ledger for PostgreSQL

-- one row, which a writer updates first: it lets in one writer at a time
CREATE TABLE IF NOT EXISTS tokenr_ledger (
	id SMALLINT NOT NULL PRIMARY KEY,
	writes BIGINT NOT NULL,
	next_event BIGINT NOT NULL,
	next_series BIGINT NOT NULL,
	complete_since BIGINT
);

INSERT INTO tokenr_ledger (id, writes, next_event, next_series)
	SELECT 1, 0, 1, 1 WHERE NOT EXISTS (SELECT 1 FROM tokenr_ledger);

-- one row for each event; occurred is in microseconds since 1970 UTC
CREATE TABLE IF NOT EXISTS tokenr_usage_event (
	seq BIGINT NOT NULL PRIMARY KEY,
	id VARCHAR(64) NOT NULL UNIQUE,
	occurred BIGINT NOT NULL,
	service TEXT,
	environment TEXT,
	provider TEXT,
	model TEXT,
	operation TEXT,
	agent_id TEXT,
	feature TEXT,
	team_id TEXT,
	customer_id TEXT,
	status TEXT,
	usage_source TEXT,
	cost_status TEXT,
	user_id TEXT,
	conversation_id TEXT,
	trace_id TEXT,
	run_id TEXT,
	input_tokens BIGINT NOT NULL,
	cache_read_input_tokens BIGINT NOT NULL,
	cache_creation_input_tokens BIGINT NOT NULL,
	output_tokens BIGINT NOT NULL,
	reasoning_output_tokens BIGINT NOT NULL,
	currency TEXT,
	amount NUMERIC(38,18),
	cache_savings NUMERIC(38,18),
	latency TEXT,
	first_token TEXT
);

CREATE INDEX IF NOT EXISTS tokenr_usage_event_occurred ON tokenr_usage_event (occurred, id);

CREATE INDEX IF NOT EXISTS tokenr_usage_event_customer ON tokenr_usage_event (customer_id, occurred);

CREATE INDEX IF NOT EXISTS tokenr_usage_event_user ON tokenr_usage_event (user_id, occurred);

CREATE INDEX IF NOT EXISTS tokenr_usage_event_conversation ON tokenr_usage_event (conversation_id, occurred);

CREATE INDEX IF NOT EXISTS tokenr_usage_event_trace ON tokenr_usage_event (trace_id);

CREATE INDEX IF NOT EXISTS tokenr_usage_event_run ON tokenr_usage_event (run_id);

-- the event as it was written, apart so that sums need not read it
CREATE TABLE IF NOT EXISTS tokenr_usage_document (
	seq BIGINT NOT NULL PRIMARY KEY,
	document TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS tokenr_usage_tag (
	seq BIGINT NOT NULL,
	tag_key TEXT NOT NULL,
	tag_value TEXT NOT NULL,
	occurred BIGINT NOT NULL,
	PRIMARY KEY (seq, tag_key)
);

CREATE INDEX IF NOT EXISTS tokenr_usage_tag_occurred ON tokenr_usage_tag (tag_key, occurred, seq, tag_value);

CREATE INDEX IF NOT EXISTS tokenr_usage_tag_value ON tokenr_usage_tag (tag_value, tag_key);

-- the combinations of values that roll-ups are kept for
CREATE TABLE IF NOT EXISTS tokenr_usage_series (
	id BIGINT NOT NULL PRIMARY KEY,
	series_key VARCHAR(64) NOT NULL UNIQUE,
	service TEXT,
	environment TEXT,
	provider TEXT,
	model TEXT,
	operation TEXT,
	agent_id TEXT,
	feature TEXT,
	team_id TEXT,
	customer_id TEXT,
	status TEXT,
	usage_source TEXT,
	cost_status TEXT,
	cube SMALLINT NOT NULL
);

-- sums by slots of a day, an hour and a quarter of an hour, which are counted from 1970
-- UTC; durations as class:count; with room in each page, so that a
-- row that is added to stays where it is
CREATE TABLE IF NOT EXISTS tokenr_usage_day (
	cube SMALLINT NOT NULL,
	slot BIGINT NOT NULL,
	series BIGINT NOT NULL,
	currency TEXT NOT NULL,
	calls BIGINT NOT NULL,
	errors BIGINT NOT NULL,
	cancelled BIGINT NOT NULL,
	input_tokens BIGINT NOT NULL,
	cache_read_input_tokens BIGINT NOT NULL,
	cache_creation_input_tokens BIGINT NOT NULL,
	output_tokens BIGINT NOT NULL,
	reasoning_output_tokens BIGINT NOT NULL,
	usage_missing BIGINT NOT NULL,
	unpriced BIGINT NOT NULL,
	covered BIGINT NOT NULL,
	amount NUMERIC(38,18) NOT NULL,
	cache_savings NUMERIC(38,18),
	latency TEXT NOT NULL,
	first_token TEXT NOT NULL,
	PRIMARY KEY (cube, slot, series, currency)
) WITH (fillfactor = 70);

CREATE INDEX IF NOT EXISTS tokenr_usage_day_series ON tokenr_usage_day (series);

CREATE TABLE IF NOT EXISTS tokenr_usage_hour (
	cube SMALLINT NOT NULL,
	slot BIGINT NOT NULL,
	series BIGINT NOT NULL,
	currency TEXT NOT NULL,
	calls BIGINT NOT NULL,
	errors BIGINT NOT NULL,
	cancelled BIGINT NOT NULL,
	input_tokens BIGINT NOT NULL,
	cache_read_input_tokens BIGINT NOT NULL,
	cache_creation_input_tokens BIGINT NOT NULL,
	output_tokens BIGINT NOT NULL,
	reasoning_output_tokens BIGINT NOT NULL,
	usage_missing BIGINT NOT NULL,
	unpriced BIGINT NOT NULL,
	covered BIGINT NOT NULL,
	amount NUMERIC(38,18) NOT NULL,
	cache_savings NUMERIC(38,18),
	latency TEXT NOT NULL,
	first_token TEXT NOT NULL,
	PRIMARY KEY (cube, slot, series, currency)
) WITH (fillfactor = 70);

CREATE TABLE IF NOT EXISTS tokenr_usage_quarter (
	cube SMALLINT NOT NULL,
	slot BIGINT NOT NULL,
	series BIGINT NOT NULL,
	currency TEXT NOT NULL,
	calls BIGINT NOT NULL,
	errors BIGINT NOT NULL,
	cancelled BIGINT NOT NULL,
	input_tokens BIGINT NOT NULL,
	cache_read_input_tokens BIGINT NOT NULL,
	cache_creation_input_tokens BIGINT NOT NULL,
	output_tokens BIGINT NOT NULL,
	reasoning_output_tokens BIGINT NOT NULL,
	usage_missing BIGINT NOT NULL,
	unpriced BIGINT NOT NULL,
	covered BIGINT NOT NULL,
	amount NUMERIC(38,18) NOT NULL,
	cache_savings NUMERIC(38,18),
	latency TEXT NOT NULL,
	first_token TEXT NOT NULL,
	PRIMARY KEY (cube, slot, series, currency)
) WITH (fillfactor = 70);
