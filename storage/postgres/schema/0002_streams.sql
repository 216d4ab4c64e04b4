-- What never stops coming stands in a table for each month, so that old months can be put away whole. A unique key of
-- such a table holds its month, so what has to be unique for ever stands in a narrow table of its own beside it.

CREATE TABLE message_ids (
    id text PRIMARY KEY,
    received_at timestamptz NOT NULL
);
CREATE SEQUENCE messages_ordinal;
CREATE TABLE messages (
    id text NOT NULL,
    received_at timestamptz NOT NULL,
    ordinal bigint NOT NULL DEFAULT nextval('messages_ordinal'),
    unhandled boolean NOT NULL,
    worded boolean NOT NULL,  -- handled, and its words not erased yet
    record json NOT NULL,
    PRIMARY KEY (id, received_at)
) PARTITION BY RANGE (received_at);
CREATE INDEX messages_by_received_at ON messages (received_at, ordinal);
CREATE INDEX messages_unhandled ON messages (received_at, ordinal) WHERE unhandled;
CREATE INDEX messages_worded ON messages (received_at, ordinal) WHERE worded;

CREATE SEQUENCE outbox_number;
CREATE TABLE outbox_keys (
    key text PRIMARY KEY,
    number bigint NOT NULL UNIQUE DEFAULT nextval('outbox_number'),
    queued_at timestamptz NOT NULL
);
CREATE TABLE outbox (
    number bigint NOT NULL,
    key text NOT NULL,
    queued_at timestamptz NOT NULL,
    scope text NOT NULL,
    recipient text NOT NULL,
    priority smallint NOT NULL,
    state text NOT NULL,
    ready_at timestamptz NOT NULL,
    for_later boolean NOT NULL,
    station text NOT NULL,
    about text,
    citing boolean NOT NULL,
    acknowledges boolean NOT NULL,
    done_at timestamptz,
    holder bigint,         -- the instance that is sending it
    taken_at timestamptz,  -- by the clock of the database, which all instances share
    record json NOT NULL,
    PRIMARY KEY (number, queued_at)
) PARTITION BY RANGE (queued_at);
CREATE INDEX outbox_waiting ON outbox (priority, number) WHERE state = 'waiting';
CREATE INDEX outbox_ready ON outbox (ready_at) WHERE state = 'waiting';
CREATE INDEX outbox_sending ON outbox (number) WHERE state = 'sending';
CREATE INDEX outbox_undone ON outbox (scope, recipient, priority, number) WHERE state IN ('waiting', 'sending');
CREATE INDEX outbox_given_up ON outbox (station, number) WHERE state = 'given_up';
CREATE INDEX outbox_sent ON outbox (number) WHERE state = 'sent';
CREATE INDEX outbox_done ON outbox (done_at, number) WHERE state IN ('sent', 'given_up');
CREATE INDEX outbox_about ON outbox (about, number);
CREATE INDEX outbox_citing ON outbox (station, queued_at, number) WHERE citing;

ALTER SEQUENCE messages_ordinal OWNED BY messages.ordinal;
ALTER SEQUENCE outbox_number OWNED BY outbox.number;

CREATE SEQUENCE audit_ordinal;
CREATE TABLE audit (
    ordinal bigint NOT NULL DEFAULT nextval('audit_ordinal'),
    at timestamptz NOT NULL,
    subject text NOT NULL,
    record json NOT NULL,
    PRIMARY KEY (ordinal, at)
) PARTITION BY RANGE (at);
ALTER SEQUENCE audit_ordinal OWNED BY audit.ordinal;
CREATE INDEX audit_by_subject ON audit (subject, ordinal);

-- Whatever has no month yet is kept all the same, and moves to its month as soon as that is made.
CREATE TABLE messages_other PARTITION OF messages DEFAULT;
CREATE TABLE outbox_other PARTITION OF outbox DEFAULT;
CREATE TABLE audit_other PARTITION OF audit DEFAULT;

-- Make the table of a month, where there is none yet.
CREATE FUNCTION make_month(streams text, moments text, month timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first timestamptz := date_trunc('month', month, 'Asia/Shanghai');
    after timestamptz := date_trunc('month', first + interval '40 days', 'Asia/Shanghai');
    name text := streams || to_char(first AT TIME ZONE 'Asia/Shanghai', '_YYYY_MM');
BEGIN
    IF to_regclass(name) IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(streams, 0));
    IF to_regclass(name) IS NOT NULL THEN  -- another instance has just made it
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name, streams);
    EXECUTE format(
        'WITH moved AS (DELETE FROM %I WHERE %I >= %L AND %I < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
        streams || '_other', moments, first, moments, after, name
    );
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', streams, name, first, after);
END
$$;

-- Make the tables for a month and the one after it.
CREATE FUNCTION make_months(now timestamptz) RETURNS void LANGUAGE sql AS $$
    SELECT make_month(streams, moments, month)
    FROM (VALUES ('messages', 'received_at'), ('outbox', 'queued_at'), ('audit', 'at')) AS tables (streams, moments),
        (VALUES (now), (now + interval '1 month')) AS months (month)
$$;
