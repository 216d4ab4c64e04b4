-- The processes that share the database, as long as they show themselves, and what one of them alone does.

CREATE TABLE instances (
    number bigint PRIMARY KEY,
    seen_at timestamptz NOT NULL  -- by the clock of the database, which all instances share
);

CREATE TABLE leases (
    name text PRIMARY KEY,
    holder bigint NOT NULL REFERENCES instances ON DELETE CASCADE
);
CREATE INDEX leases_by_holder ON leases (holder);

-- Who is to handle a message that was kept, and, hidden, in which conversation it was said.
ALTER TABLE messages ADD COLUMN holder bigint, ADD COLUMN said_in text;
CREATE INDEX messages_waiting ON messages (said_in, ordinal) WHERE unhandled;

-- What only the instance with that lease can say.
ALTER TABLE outbox ADD COLUMN only_by text;
ALTER TABLE outbox DROP COLUMN taken_at;
