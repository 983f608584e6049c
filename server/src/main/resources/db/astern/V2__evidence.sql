-- The journal as one log: every receipt has a place in it, and is never changed or removed again.

-- A log; another one begins only after entries that had been signed were lost.
CREATE TABLE log (
    id smallint PRIMARY KEY,
    origin text NOT NULL UNIQUE,
    opened_at timestamptz NOT NULL,
    -- Of whoever signs it now.
    verifier_key text,
    -- Why nothing is signed, for all nodes to see.
    halted text,
    -- What was lost of the log before this one.
    after jsonb
);

ALTER TABLE receipt ADD COLUMN log smallint NOT NULL DEFAULT 1;
ALTER TABLE receipt ADD COLUMN log_index bigint;
UPDATE receipt r SET log_index = p.place
  FROM (SELECT session_id, sequence, row_number() OVER (ORDER BY at, session_id, sequence) - 1 AS place FROM receipt) p
 WHERE r.session_id = p.session_id AND r.sequence = p.sequence;
ALTER TABLE receipt ALTER COLUMN log_index SET NOT NULL;
ALTER TABLE receipt ALTER COLUMN log DROP DEFAULT;
ALTER TABLE receipt ADD CONSTRAINT receipt_place UNIQUE (log, log_index);
-- What the log says of itself is in every export.
CREATE INDEX receipt_of_log ON receipt (log, log_index)
    WHERE session_id = 'log' AND type IN ('ERASURE', 'KEY_ROTATION', 'RECOVERY');

CREATE FUNCTION receipts_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only';
END $$;
CREATE TRIGGER receipts_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON receipt
    FOR EACH STATEMENT EXECUTE FUNCTION receipts_stay();

-- What a receipt binds by salted digests, sealed under keys that can be destroyed: a row for each key. The table payload
-- is what it was before.
CREATE TABLE disclosure (
    session_id text NOT NULL,
    sequence bigint NOT NULL,
    key_id text NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (session_id, sequence, key_id)
);

-- Keys are apart, so that a backup can leave them out.
CREATE SCHEMA IF NOT EXISTS astern_keys;
CREATE TABLE astern_keys.data_key (
    id text PRIMARY KEY,
    scope text NOT NULL UNIQUE,
    wrapped bytea NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE TABLE astern_keys.destroyed_key (
    id text PRIMARY KEY,
    scope text NOT NULL,
    destroyed_at timestamptz NOT NULL
);

-- Full tiles of the tree. The root of one is a hash in the tile above.
CREATE TABLE tile (
    log smallint NOT NULL,
    level smallint NOT NULL,
    index bigint NOT NULL,
    hashes bytea NOT NULL,
    root bytea NOT NULL,
    PRIMARY KEY (log, level, index)
);
CREATE TRIGGER receipts_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON tile
    FOR EACH STATEMENT EXECUTE FUNCTION receipts_stay();

CREATE TABLE checkpoint (
    log smallint NOT NULL,
    size bigint NOT NULL,
    note text NOT NULL,
    signed_at timestamptz NOT NULL,
    PRIMARY KEY (log, size)
);

CREATE TABLE cosignature (
    log smallint NOT NULL,
    size bigint NOT NULL,
    witness text NOT NULL,
    line text NOT NULL,
    PRIMARY KEY (log, size, witness)
);

CREATE TABLE time_stamp (
    log smallint NOT NULL,
    size bigint NOT NULL,
    note text NOT NULL,
    response bytea NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (log, size)
);

CREATE TABLE legal_hold (
    id text PRIMARY KEY,
    scope text NOT NULL,
    reason text NOT NULL,
    placed_by text NOT NULL,
    placed_at timestamptz NOT NULL,
    released_by text,
    released_at timestamptz
);

-- In which receipts a person's rows are; the person is a keyed digest.
CREATE TABLE subject_receipt (
    subject text NOT NULL,
    session_id text NOT NULL,
    sequence bigint NOT NULL,
    PRIMARY KEY (subject, session_id, sequence)
);

ALTER TABLE session ADD COLUMN closed_at timestamptz;
ALTER TABLE session ADD COLUMN agent_prompt text;
ALTER TABLE session ADD COLUMN agent_model text;
ALTER TABLE session ADD COLUMN agent_tools text;
CREATE INDEX session_to_close ON session (expires_at) WHERE closed_at IS NULL;

CREATE TABLE erasure (
    id text PRIMARY KEY,
    scope text NOT NULL,
    keys text[] NOT NULL,
    sessions text[] NOT NULL,
    operator text NOT NULL,
    reason text NOT NULL,
    at timestamptz NOT NULL,
    -- Whether its receipt is written.
    recorded boolean NOT NULL
);
CREATE INDEX erasure_unrecorded ON erasure (at) WHERE NOT recorded;
