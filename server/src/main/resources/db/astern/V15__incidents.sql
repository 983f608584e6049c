-- What people look into. What is said of an incident is its chain in the journal, under its id.

CREATE TABLE incident (
    tenant text NOT NULL DEFAULT 'default',
    id text PRIMARY KEY,
    cause text NOT NULL,
    -- A request or a stop; null for what a person saw.
    caused_by text,
    sessions text[] NOT NULL,
    -- Sealed, as the resolution is.
    what text NOT NULL,
    opened_by text NOT NULL,
    opened_by_name text NOT NULL,
    opened_at timestamptz NOT NULL,
    owner text NOT NULL,
    closed_by_name text,
    closed_at timestamptz,
    resolution text,
    -- Whether its opening is in the journal; it is opened with what caused it, in one step.
    recorded boolean NOT NULL DEFAULT false,
    UNIQUE (cause, caused_by)
);
CREATE INDEX incident_unrecorded ON incident (id) WHERE NOT recorded;

-- Whoever may make operators could have given this to himself.
UPDATE operator SET permissions = permissions || ARRAY['incident.manage']
 WHERE permissions @> ARRAY['operator.manage'];
