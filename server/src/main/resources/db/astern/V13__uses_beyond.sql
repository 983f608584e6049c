-- What an action turns out to use beyond what it took is taken as well, so that it counts once and in full.
CREATE OR REPLACE FUNCTION session_take_all(
    of_session text, for_action text, names text[], amounts numeric[], maxima numeric[], now_at timestamptz)
RETURNS TABLE (reached text, had numeric, allowed numeric) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    -- In one order, here and where it is given back, so that two who take the same can't wait for each other.
    IF (SELECT count(*) FROM session_use u WHERE u.session_id = of_session AND u.name = ANY (names))
            < cardinality(names) THEN
        INSERT INTO session_use (session_id, name, used)
        SELECT of_session, n, 0 FROM unnest(names) n ORDER BY n ON CONFLICT DO NOTHING;
    END IF;
    PERFORM FROM session_use u WHERE u.session_id = of_session AND u.name = ANY (names) ORDER BY u.name FOR UPDATE;
    RETURN QUERY
    SELECT wanted.name, wanted.had, wanted.most
      FROM (SELECT t.name, t.amount, t.most,
                   CASE t.name WHEN 'rate'
                   THEN (SELECT coalesce(sum(m.amount), 0) FROM session_take m
                          WHERE m.session_id = of_session AND m.name = t.name AND m.action_id <> for_action
                            AND m.at > now_at - interval '1 minute')
                   ELSE u.used - coalesce(mine.amount, 0) END AS had
              FROM unnest(names, amounts, maxima) t(name, amount, most)
              JOIN session_use u ON u.session_id = of_session AND u.name = t.name
              LEFT JOIN session_take mine ON mine.action_id = for_action AND mine.name = t.name) wanted
     WHERE wanted.had + wanted.amount > wanted.most
     ORDER BY wanted.name LIMIT 1;
    IF FOUND THEN
        RETURN;
    END IF;
    WITH mine AS (
        SELECT m.name, m.amount FROM session_take m WHERE m.action_id = for_action),
    added AS (
        INSERT INTO session_take AS s (action_id, session_id, name, amount, at)
        SELECT for_action, of_session, t.name, t.amount, now_at FROM unnest(names, amounts) t(name, amount)
        ON CONFLICT (action_id, name) DO UPDATE SET amount = greatest(s.amount, excluded.amount)
        RETURNING s.name, s.amount)
    UPDATE session_use u SET used = u.used + a.amount - coalesce(m.amount, 0)
      FROM added a LEFT JOIN mine m ON m.name = a.name
     WHERE u.session_id = of_session AND u.name = a.name;
END $$;
