-- What was there before actions at targets that can keep nothing themselves, and what came of it. A row without contents is
-- a fence: nothing of that action was sent, and nothing will be.
CREATE TABLE kept_action (
    tenant text NOT NULL DEFAULT 'default',
    position bigint GENERATED ALWAYS AS IDENTITY,
    action_id text PRIMARY KEY,
    target text NOT NULL,
    session_id text NOT NULL,
    changes text,
    left_ text,
    at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX kept_action_target ON kept_action (target, at);
