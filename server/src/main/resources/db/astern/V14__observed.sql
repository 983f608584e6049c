-- Calls that were let go to be done elsewhere, by the host of a coding agent. A row without a call is a fence: that action
-- was not let go, and never will be.
CREATE TABLE observed_call (
    tenant text NOT NULL DEFAULT 'default',
    action_id text PRIMARY KEY,
    session_id text,
    call text,
    allowed_at timestamptz,
    report_by timestamptz,
    UNIQUE (session_id, call)
);
