-- Tokenr's ledger for SQLite, whose decimals are doubles: amounts are whole numbers of
-- units, billionths of a unit, and billionths of those

-- one row, which a writer updates first: it lets in one writer at a time
CREATE TABLE IF NOT EXISTS tokenr_ledger (
	id INTEGER NOT NULL PRIMARY KEY,
	writes INTEGER NOT NULL,
	next_event INTEGER NOT NULL,
	next_series INTEGER NOT NULL,
	complete_since INTEGER
);

INSERT INTO tokenr_ledger (id, writes, next_event, next_series)
	SELECT 1, 0, 1, 1 WHERE NOT EXISTS (SELECT 1 FROM tokenr_ledger);

-- one row for each event; occurred is in microseconds since 1970 UTC
CREATE TABLE IF NOT EXISTS tokenr_usage_event (
	seq INTEGER NOT NULL PRIMARY KEY,
	id TEXT NOT NULL UNIQUE,
	occurred INTEGER NOT NULL,
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
	input_tokens INTEGER NOT NULL,
	cache_read_input_tokens INTEGER NOT NULL,
	cache_creation_input_tokens INTEGER NOT NULL,
	output_tokens INTEGER NOT NULL,
	reasoning_output_tokens INTEGER NOT NULL,
	currency TEXT,
	amount_units INTEGER,
	amount_nanos INTEGER,
	amount_attos INTEGER,
	cache_savings_units INTEGER,
	cache_savings_nanos INTEGER,
	cache_savings_attos INTEGER,
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
	seq INTEGER NOT NULL PRIMARY KEY,
	document TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS tokenr_usage_tag (
	seq INTEGER NOT NULL,
	tag_key TEXT NOT NULL,
	tag_value TEXT NOT NULL,
	occurred INTEGER NOT NULL,
	PRIMARY KEY (seq, tag_key)
);

CREATE INDEX IF NOT EXISTS tokenr_usage_tag_occurred ON tokenr_usage_tag (tag_key, occurred, seq, tag_value);

CREATE INDEX IF NOT EXISTS tokenr_usage_tag_value ON tokenr_usage_tag (tag_value, tag_key);

-- the combinations of values that roll-ups are kept for
CREATE TABLE IF NOT EXISTS tokenr_usage_series (
	id INTEGER NOT NULL PRIMARY KEY,
	series_key TEXT NOT NULL UNIQUE,
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
	cube INTEGER NOT NULL
);

-- sums by slots of a day, an hour and a quarter of an hour, which are counted from 1970
-- UTC; durations as class:count
CREATE TABLE IF NOT EXISTS tokenr_usage_day (
	cube INTEGER NOT NULL,
	slot INTEGER NOT NULL,
	series INTEGER NOT NULL,
	currency TEXT NOT NULL,
	calls INTEGER NOT NULL,
	errors INTEGER NOT NULL,
	cancelled INTEGER NOT NULL,
	input_tokens INTEGER NOT NULL,
	cache_read_input_tokens INTEGER NOT NULL,
	cache_creation_input_tokens INTEGER NOT NULL,
	output_tokens INTEGER NOT NULL,
	reasoning_output_tokens INTEGER NOT NULL,
	usage_missing INTEGER NOT NULL,
	unpriced INTEGER NOT NULL,
	covered INTEGER NOT NULL,
	amount_units INTEGER NOT NULL,
	amount_nanos INTEGER NOT NULL,
	amount_attos INTEGER NOT NULL,
	cache_savings_units INTEGER,
	cache_savings_nanos INTEGER,
	cache_savings_attos INTEGER,
	latency TEXT NOT NULL,
	first_token TEXT NOT NULL,
	PRIMARY KEY (cube, slot, series, currency)
);

CREATE INDEX IF NOT EXISTS tokenr_usage_day_series ON tokenr_usage_day (series);

CREATE TABLE IF NOT EXISTS tokenr_usage_hour (
	cube INTEGER NOT NULL,
	slot INTEGER NOT NULL,
	series INTEGER NOT NULL,
	currency TEXT NOT NULL,
	calls INTEGER NOT NULL,
	errors INTEGER NOT NULL,
	cancelled INTEGER NOT NULL,
	input_tokens INTEGER NOT NULL,
	cache_read_input_tokens INTEGER NOT NULL,
	cache_creation_input_tokens INTEGER NOT NULL,
	output_tokens INTEGER NOT NULL,
	reasoning_output_tokens INTEGER NOT NULL,
	usage_missing INTEGER NOT NULL,
	unpriced INTEGER NOT NULL,
	covered INTEGER NOT NULL,
	amount_units INTEGER NOT NULL,
	amount_nanos INTEGER NOT NULL,
	amount_attos INTEGER NOT NULL,
	cache_savings_units INTEGER,
	cache_savings_nanos INTEGER,
	cache_savings_attos INTEGER,
	latency TEXT NOT NULL,
	first_token TEXT NOT NULL,
	PRIMARY KEY (cube, slot, series, currency)
);

CREATE TABLE IF NOT EXISTS tokenr_usage_quarter (
	cube INTEGER NOT NULL,
	slot INTEGER NOT NULL,
	series INTEGER NOT NULL,
	currency TEXT NOT NULL,
	calls INTEGER NOT NULL,
	errors INTEGER NOT NULL,
	cancelled INTEGER NOT NULL,
	input_tokens INTEGER NOT NULL,
	cache_read_input_tokens INTEGER NOT NULL,
	cache_creation_input_tokens INTEGER NOT NULL,
	output_tokens INTEGER NOT NULL,
	reasoning_output_tokens INTEGER NOT NULL,
	usage_missing INTEGER NOT NULL,
	unpriced INTEGER NOT NULL,
	covered INTEGER NOT NULL,
	amount_units INTEGER NOT NULL,
	amount_nanos INTEGER NOT NULL,
	amount_attos INTEGER NOT NULL,
	cache_savings_units INTEGER,
	cache_savings_nanos INTEGER,
	cache_savings_attos INTEGER,
	latency TEXT NOT NULL,
	first_token TEXT NOT NULL,
	PRIMARY KEY (cube, slot, series, currency)
);
