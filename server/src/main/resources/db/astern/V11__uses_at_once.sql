-- What is used may be an amount of money; and all that an action takes is taken by one statement.
ALTER TABLE session_use ALTER COLUMN used TYPE numeric;
ALTER TABLE session_take ALTER COLUMN amount TYPE numeric;

-- Takes all of it, or nothing and says what is in the way. What the action has taken before counts once. The commit is not
-- waited for to be durable: the action's outcome is written after it, and what has none is counted again when it is settled.
CREATE FUNCTION session_take_all(
    of_session text, for_action text, names text[], amounts numeric[], maxima numeric[], now_at timestamptz)
RETURNS TABLE (reached text, had numeric, allowed numeric) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    -- In one order, here and below, so that two who take the same can't wait for each other.
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
    WITH added AS (
        INSERT INTO session_take (action_id, session_id, name, amount, at)
        SELECT for_action, of_session, t.name, t.amount, now_at FROM unnest(names, amounts) t(name, amount)
        ON CONFLICT DO NOTHING RETURNING name, amount)
    UPDATE session_use u SET used = u.used + a.amount FROM added a WHERE u.session_id = of_session AND u.name = a.name;
END $$;

CREATE FUNCTION session_give_back(of_action text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    PERFORM FROM session_use u JOIN session_take t ON t.session_id = u.session_id AND t.name = u.name
      WHERE t.action_id = of_action ORDER BY u.name FOR UPDATE OF u;
    WITH gone AS (DELETE FROM session_take WHERE action_id = of_action RETURNING session_id, name, amount)
    UPDATE session_use u SET used = u.used - g.amount FROM gone g WHERE u.session_id = g.session_id AND u.name = g.name;
END $$;
