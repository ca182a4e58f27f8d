-- Tokenr's ledger for H2

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
	id CHARACTER VARYING(64) NOT NULL UNIQUE,
	occurred BIGINT NOT NULL,
	service CHARACTER VARYING,
	environment CHARACTER VARYING,
	provider CHARACTER VARYING,
	model CHARACTER VARYING,
	operation CHARACTER VARYING,
	agent_id CHARACTER VARYING,
	feature CHARACTER VARYING,
	team_id CHARACTER VARYING,
	customer_id CHARACTER VARYING,
	status CHARACTER VARYING,
	usage_source CHARACTER VARYING,
	cost_status CHARACTER VARYING,
	user_id CHARACTER VARYING,
	conversation_id CHARACTER VARYING,
	trace_id CHARACTER VARYING,
	run_id CHARACTER VARYING,
	input_tokens BIGINT NOT NULL,
	cache_read_input_tokens BIGINT NOT NULL,
	cache_creation_input_tokens BIGINT NOT NULL,
	output_tokens BIGINT NOT NULL,
	reasoning_output_tokens BIGINT NOT NULL,
	currency CHARACTER VARYING,
	amount NUMERIC(38,18),
	cache_savings NUMERIC(38,18),
	latency VARCHAR,
	first_token VARCHAR
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
	document CHARACTER VARYING NOT NULL
);

CREATE TABLE IF NOT EXISTS tokenr_usage_tag (
	seq BIGINT NOT NULL,
	tag_key CHARACTER VARYING NOT NULL,
	tag_value CHARACTER VARYING NOT NULL,
	occurred BIGINT NOT NULL,
	PRIMARY KEY (seq, tag_key)
);

CREATE INDEX IF NOT EXISTS tokenr_usage_tag_occurred ON tokenr_usage_tag (tag_key, occurred, seq, tag_value);

CREATE INDEX IF NOT EXISTS tokenr_usage_tag_value ON tokenr_usage_tag (tag_value, tag_key);

-- the combinations of values that roll-ups are kept for
CREATE TABLE IF NOT EXISTS tokenr_usage_series (
	id BIGINT NOT NULL PRIMARY KEY,
	series_key CHARACTER VARYING(64) NOT NULL UNIQUE,
	service CHARACTER VARYING,
	environment CHARACTER VARYING,
	provider CHARACTER VARYING,
	model CHARACTER VARYING,
	operation CHARACTER VARYING,
	agent_id CHARACTER VARYING,
	feature CHARACTER VARYING,
	team_id CHARACTER VARYING,
	customer_id CHARACTER VARYING,
	status CHARACTER VARYING,
	usage_source CHARACTER VARYING,
	cost_status CHARACTER VARYING,
	cube SMALLINT NOT NULL
);

-- sums by slots of a day, an hour and a quarter of an hour, which are counted from 1970
-- UTC; durations as class:count
CREATE TABLE IF NOT EXISTS tokenr_usage_day (
	cube SMALLINT NOT NULL,
	slot BIGINT NOT NULL,
	series BIGINT NOT NULL,
	currency CHARACTER VARYING NOT NULL,
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
	latency CHARACTER VARYING NOT NULL,
	first_token CHARACTER VARYING NOT NULL,
	PRIMARY KEY (cube, slot, series, currency)
);

CREATE INDEX IF NOT EXISTS tokenr_usage_day_series ON tokenr_usage_day (series);

CREATE TABLE IF NOT EXISTS tokenr_usage_hour (
	cube SMALLINT NOT NULL,
	slot BIGINT NOT NULL,
	series BIGINT NOT NULL,
	currency CHARACTER VARYING NOT NULL,
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
	latency CHARACTER VARYING NOT NULL,
	first_token CHARACTER VARYING NOT NULL,
	PRIMARY KEY (cube, slot, series, currency)
);

CREATE TABLE IF NOT EXISTS tokenr_usage_quarter (
	cube SMALLINT NOT NULL,
	slot BIGINT NOT NULL,
	series BIGINT NOT NULL,
	currency CHARACTER VARYING NOT NULL,
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
	latency CHARACTER VARYING NOT NULL,
	first_token CHARACTER VARYING NOT NULL,
	PRIMARY KEY (cube, slot, series, currency)
);
