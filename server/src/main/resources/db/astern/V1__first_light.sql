-- Rows carry a tenant and, where there is one, a workflow, so that a later store can be divided by them.

CREATE TABLE operator (
    tenant text NOT NULL DEFAULT 'default',
    id text PRIMARY KEY,
    name text NOT NULL,
    token_hash text NOT NULL UNIQUE,
    permissions text[] NOT NULL,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz,
    UNIQUE (tenant, name)
);

CREATE TABLE target (
    tenant text NOT NULL DEFAULT 'default',
    name text NOT NULL,
    kind text NOT NULL,
    url text NOT NULL,
    login text NOT NULL,
    password_ref text NOT NULL,
    options jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, name)
);

CREATE TABLE session (
    tenant text NOT NULL DEFAULT 'default',
    workflow text,
    id text PRIMARY KEY,
    kind text NOT NULL,
    agent text NOT NULL,
    agent_version text NOT NULL,
    environment text NOT NULL,
    targets text[] NOT NULL,
    token_hash text UNIQUE,
    started_by text NOT NULL,
    started_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    revoked_by text
);

CREATE TABLE action (
    tenant text NOT NULL DEFAULT 'default',
    workflow text,
    id text PRIMARY KEY,
    session_id text NOT NULL,
    target text NOT NULL,
    tool text NOT NULL,
    verb text NOT NULL,
    summary text NOT NULL,
    tier text NOT NULL,
    reversibility text NOT NULL,
    rehearsal boolean NOT NULL,
    idempotency_key text,
    request_digest text NOT NULL,
    node text NOT NULL,
    proposed_at timestamptz NOT NULL,
    state text NOT NULL,
    -- Text, not jsonb: it is given back exactly as it was, and may hold characters that jsonb refuses.
    outcome text
);

CREATE UNIQUE INDEX action_idempotency_key ON action (session_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX action_by_session ON action (session_id, id);
CREATE INDEX action_in_doubt ON action (node) WHERE state IN ('RUNNING', 'UNCONFIRMED');

CREATE TABLE receipt (
    tenant text NOT NULL DEFAULT 'default',
    session_id text NOT NULL,
    sequence bigint NOT NULL,
    action_id text,
    type text NOT NULL,
    at timestamptz NOT NULL,
    leaf text NOT NULL,
    hash text NOT NULL,
    PRIMARY KEY (session_id, sequence)
);

CREATE INDEX receipt_by_action ON receipt (action_id) WHERE action_id IS NOT NULL;

-- What a receipt binds by digest and what may have to be erased one day.
CREATE TABLE payload (
    tenant text NOT NULL DEFAULT 'default',
    session_id text NOT NULL,
    sequence bigint NOT NULL,
    name text NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (session_id, sequence, name)
);

CREATE TABLE undo (
    tenant text NOT NULL DEFAULT 'default',
    workflow text,
    id text PRIMARY KEY,
    node text NOT NULL,
    operator text NOT NULL,
    reason text NOT NULL,
    selection jsonb NOT NULL,
    on_conflict text NOT NULL,
    choices jsonb NOT NULL,
    plan_digests jsonb NOT NULL,
    item_limit integer NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz
);

CREATE INDEX undo_unfinished ON undo (node) WHERE finished_at IS NULL;

CREATE TABLE undo_step (
    undo_id text NOT NULL REFERENCES undo,
    place integer NOT NULL,
    target text NOT NULL,
    action_id text NOT NULL,
    actions text[] NOT NULL,
    state text NOT NULL,
    report text,
    problem text,
    detail text,
    PRIMARY KEY (undo_id, target)
);

-- Which unfinished undo works on an action; the key lets only one.
CREATE TABLE undo_claim (
    action_id text PRIMARY KEY,
    undo_id text NOT NULL REFERENCES undo
);

CREATE INDEX undo_claim_by_undo ON undo_claim (undo_id);

CREATE TABLE node (
    name text PRIMARY KEY,
    seen_at timestamptz NOT NULL
);
