-- Stops: standing orders that refuse, and which nodes know of them.

-- One row. Its lock puts stops, releases and nodes that join into one order.
CREATE TABLE stop_epoch (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    epoch bigint NOT NULL
);
INSERT INTO stop_epoch (epoch) VALUES (0);

CREATE TABLE stop_order (
    tenant text NOT NULL DEFAULT 'default',
    id text PRIMARY KEY,
    scope text NOT NULL,
    -- Empty where the scope is everything.
    name text NOT NULL,
    reason text NOT NULL,
    placed_by text NOT NULL,
    placed_by_name text NOT NULL,
    placed_at timestamptz NOT NULL,
    -- A node that has confirmed this epoch, or a later one, obeys the order.
    epoch bigint NOT NULL,
    acknowledged_at timestamptz,
    released_by text,
    released_by_name text,
    released_at timestamptz,
    release_reason text,
    -- Whether its entry is in the journal: it could not wait for that.
    recorded boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX stop_in_force ON stop_order (tenant, scope, name) WHERE released_at IS NULL;
CREATE INDEX stop_by_time ON stop_order (placed_at);

-- A row for each life of a node: a lease to write, which it has to renew. No clock is compared with another: whoever
-- waits for a lease to run out watches for so long by its own that the count of renewals stays what it was.
CREATE TABLE stop_lease (
    life text PRIMARY KEY,
    node text NOT NULL,
    renewals bigint NOT NULL,
    epoch bigint NOT NULL,
    joined_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL
);

-- What had passed the last check when its node confirmed a stop, or is of a node that never confirmed it.
CREATE TABLE stop_in_flight (
    stop_id text NOT NULL REFERENCES stop_order,
    action_id text NOT NULL,
    session_id text NOT NULL,
    node text NOT NULL,
    PRIMARY KEY (stop_id, action_id)
);

-- Whoever may make operators could have given this to himself.
UPDATE operator SET permissions = permissions || ARRAY['stop', 'stop.release']
 WHERE permissions @> ARRAY['operator.manage'];
