-- Requests that people decide about. What was asked for, what it would do, and what people said is sealed under the
-- session's key.
CREATE TABLE approval (
    tenant text NOT NULL DEFAULT 'default',
    workflow text,
    id text PRIMARY KEY,
    action_id text NOT NULL UNIQUE,
    session_id text NOT NULL,
    agent text NOT NULL,
    target text NOT NULL,
    round integer NOT NULL,
    fingerprint text NOT NULL,
    policy_digest text NOT NULL,
    rule text NOT NULL,
    why text NOT NULL,
    tier text NOT NULL,
    reversibility text NOT NULL,
    risk integer NOT NULL,
    terms jsonb NOT NULL,
    state text NOT NULL,
    held_at timestamptz NOT NULL,
    decide_by timestamptz NOT NULL,
    execute_by timestamptz,
    node text,
    votes text NOT NULL,
    approvers text[] NOT NULL DEFAULT '{}',
    approved_at timestamptz,
    request text NOT NULL,
    preview text NOT NULL
);

CREATE INDEX approval_open ON approval (decide_by) WHERE state IN ('PENDING', 'APPROVED', 'RUNNING');
CREATE INDEX approval_by_session ON approval (session_id, id);
CREATE INDEX approval_by_agent ON approval (agent, approved_at) WHERE approved_at IS NOT NULL;

-- When an operator first opened a request: whoever decides without looking shows.
CREATE TABLE approval_look (
    tenant text NOT NULL DEFAULT 'default',
    approval_id text NOT NULL REFERENCES approval,
    round integer NOT NULL,
    operator text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (approval_id, round, operator)
);

-- Every policy that was ever in force, in the order in which they were; the last one is.
CREATE TABLE policy (
    tenant text NOT NULL DEFAULT 'default',
    place bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    digest text NOT NULL,
    name text NOT NULL,
    version text NOT NULL,
    content text NOT NULL,
    at timestamptz NOT NULL,
    operator text NOT NULL
);

CREATE INDEX policy_by_digest ON policy (digest);

CREATE TABLE workflow (
    tenant text NOT NULL DEFAULT 'default',
    name text PRIMARY KEY,
    stage text NOT NULL,
    operator text NOT NULL,
    at timestamptz NOT NULL
);

-- A target that only observes: what policy would hold or block runs there, if it can surely be taken back.
ALTER TABLE target ADD COLUMN observes boolean NOT NULL DEFAULT false;

CREATE INDEX action_held ON action (proposed_at) WHERE state = 'HELD';
