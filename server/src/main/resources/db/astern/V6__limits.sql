-- What a session is held to beside policy: how much it may change, and whether a failure halts it.
ALTER TABLE session ADD COLUMN limits jsonb;
ALTER TABLE session ADD COLUMN fail_fast boolean NOT NULL DEFAULT false;
ALTER TABLE session ADD COLUMN undo_on_failure boolean NOT NULL DEFAULT false;
ALTER TABLE session ADD COLUMN halted_at timestamptz;
ALTER TABLE session ADD COLUMN halted_action text;
ALTER TABLE session ADD COLUMN halted_why text;

-- How much was used of what is limited; its rows are the locks of those who take at once.
CREATE TABLE session_use (
    tenant text NOT NULL DEFAULT 'default',
    session_id text NOT NULL,
    name text NOT NULL,
    used bigint NOT NULL,
    PRIMARY KEY (session_id, name)
);

-- Which action took how much, so that it can be given back.
CREATE TABLE session_take (
    tenant text NOT NULL DEFAULT 'default',
    action_id text NOT NULL,
    session_id text NOT NULL,
    name text NOT NULL,
    amount bigint NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (action_id, name)
);

CREATE INDEX session_take_by_time ON session_take (session_id, name, at);
