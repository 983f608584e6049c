-- What an erasure of a person was to do at each target, and what became of it.
CREATE TABLE erasure_target (
    erasure_id text NOT NULL,
    target text NOT NULL,
    -- The person, as a keyed digest: so that the same erasure, asked for again, knows what is left to do.
    subject text NOT NULL,
    state text NOT NULL,
    images bigint NOT NULL,
    rows bigint NOT NULL,
    held bigint NOT NULL,
    problem text,
    -- Whether its receipt is written.
    told boolean NOT NULL,
    PRIMARY KEY (erasure_id, target)
);
CREATE INDEX erasure_target_pending ON erasure_target (subject) WHERE state = 'PENDING';
CREATE INDEX erasure_target_untold ON erasure_target (erasure_id) WHERE NOT told;

-- What the digest of an action's images becomes where some are erased, written before they are. The one before covers what
-- was erased, and is a keyed digest of itself; the one after has random values in its place.
CREATE TABLE image_digest (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    action_id text NOT NULL,
    before text NOT NULL,
    after text NOT NULL
);
CREATE INDEX image_digest_by_action ON image_digest (action_id, id);
