package dev.astern.storage.postgres;

import dev.astern.model.ActionState;
import dev.astern.model.Session;
import dev.astern.model.StopOrder;
import dev.astern.model.StopScope;
import dev.astern.storage.StopStore;
import dev.astern.storage.StoreException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stops in PostgreSQL, over connections that busy sessions can't use up. */
final class PgStops implements StopStore {
    private static final String SELECT = """
            SELECT id, scope, name, reason, placed_by, placed_by_name, placed_at, epoch, acknowledged_at, released_by,
                   released_by_name, released_at, release_reason
              FROM stop_order
            """;

    /**
     * Locks the epoch until the statement ends. It is one statement, because a node that is held up between two of a
     * transaction would keep everybody else from stopping anything.
     */
    private static final String NEXT = "WITH next AS (UPDATE stop_epoch SET epoch = epoch + 1 RETURNING epoch), ";

    /** Wakes the nodes when it is done. */
    private static final String TELL = "SELECT changed.*, pg_notify(:channel, '') FROM changed";

    private static final int ATTEMPTS = 10;

    /** Whether order {@code o} holds session {@code s}; the same as {@link StopOrder#covers(Session)}. */
    private static final String COVERS = """
            CASE WHEN o.scope = 'SESSION' THEN s.id = o.name
                 WHEN s.kind <> 'AGENT' THEN false
                 WHEN o.scope = 'ALL' THEN true
                 WHEN o.scope = 'ENVIRONMENT' THEN s.environment = o.name
                 WHEN o.scope = 'WORKFLOW' THEN coalesce(s.workflow = o.name, false)
                 WHEN o.scope = 'AGENT' THEN s.agent = o.name
                 WHEN o.scope = 'AGENT_VERSION' THEN s.agent || '@' || s.agent_version = o.name
                 WHEN o.scope = 'TARGET' THEN o.name = ANY (s.targets)
                 ELSE false END
            """;

    private final JdbcClient jdbc;
    private final StopListener listener;

    PgStops(JdbcClient jdbc, StopListener listener) {
        this.jdbc = jdbc;
        this.listener = listener;
    }

    @Override
    public Placed place(StopOrder order) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var fresh = insert(order);
            if (fresh.isPresent()) {
                return new Placed(fresh.get(), true);
            }
            var same = jdbc.sql(SELECT + "WHERE scope = :scope AND name = :name AND released_at IS NULL")
                    .param("scope", order.scope().name())
                    .param("name", order.name())
                    .query(PgStops::row)
                    .optional();
            if (same.isPresent()) {
                return new Placed(same.get(), false);
            }
        }
        throw new StoreException("a stop of the same is placed and released all the time", null);
    }

    private Optional<StopOrder> insert(StopOrder order) {
        return jdbc.sql(NEXT + """
                        changed AS (
                            INSERT INTO stop_order (id, scope, name, reason, placed_by, placed_by_name, placed_at, epoch)
                            SELECT :id, :scope, :name, :reason, :by, :byName, :at, next.epoch FROM next
                                ON CONFLICT (tenant, scope, name) WHERE released_at IS NULL DO NOTHING
                            RETURNING *)
                        """ + TELL)
                .param("id", order.id())
                .param("scope", order.scope().name())
                .param("name", order.name())
                .param("reason", PgText.printable(order.reason()))
                .param("by", order.by().id())
                .param("byName", order.by().name())
                .param("at", PgTime.of(order.placedAt()))
                .param("channel", StopListener.CHANNEL)
                .query(PgStops::row)
                .optional();
    }

    @Override
    public Optional<StopOrder> release(String id, StopOrder.Release release) {
        return jdbc.sql(NEXT + """
                        changed AS (
                            UPDATE stop_order o
                               SET released_by = :by, released_by_name = :byName, released_at = :at,
                                   release_reason = :reason
                              FROM next
                             WHERE o.id = :id AND o.released_at IS NULL
                            RETURNING o.*)
                        """ + TELL)
                .param("by", release.by().id())
                .param("byName", release.by().name())
                .param("at", PgTime.of(release.at()))
                .param("reason", PgText.printable(release.reason()))
                .param("id", id)
                .param("channel", StopListener.CHANNEL)
                .query(PgStops::row)
                .optional();
    }

    @Override
    public InForce inForce() {
        // One statement sees one state; the row of the epoch is there without any order, too.
        var orders = new java.util.ArrayList<StopOrder>();
        long epoch = jdbc.sql("""
                        SELECT e.epoch AS current, o.*
                          FROM stop_epoch e LEFT JOIN stop_order o ON o.released_at IS NULL
                        """).query(rows -> {
            long current = -1;
            while (rows.next()) {
                current = rows.getLong("current");
                if (rows.getString("id") != null) {
                    orders.add(row(rows, 0));
                }
            }
            return current;
        });
        return new InForce(epoch, orders);
    }

    @Override
    public Optional<StopOrder> byId(String id) {
        return jdbc.sql(SELECT + "WHERE id = :id")
                .param("id", id)
                .query(PgStops::row)
                .optional();
    }

    @Override
    public List<StopOrder> latest(int limit) {
        return jdbc.sql(SELECT + "ORDER BY placed_at DESC, id DESC LIMIT :limit")
                .param("limit", limit)
                .query(PgStops::row)
                .list();
    }

    @Override
    public List<StopOrder> since(Instant from) {
        return jdbc.sql(SELECT + "WHERE released_at IS NULL OR released_at > :from ORDER BY placed_at")
                .param("from", PgTime.of(from))
                .query(PgStops::row)
                .list();
    }

    @Override
    public List<StopOrder> unrecorded() {
        return jdbc.sql(SELECT + "WHERE NOT recorded ORDER BY placed_at LIMIT 100")
                .query(PgStops::row)
                .list();
    }

    @Override
    public void recorded(String id) {
        jdbc.sql("UPDATE stop_order SET recorded = true WHERE id = :id")
                .param("id", id)
                .update();
    }

    /** A stop either sees this lease when it looks for those it has to wait for, or is seen by it, which looks later. */
    @Override
    public void join(String life, String node) {
        jdbc.sql("""
                        INSERT INTO stop_lease (life, node, renewals, epoch, joined_at, seen_at)
                        VALUES (:life, :node, 0, -1, clock_timestamp(), clock_timestamp())
                        """).param("life", life).param("node", node).update();
    }

    @Override
    public OptionalLong renew(String life, long epoch) {
        return jdbc.sql("""
                        UPDATE stop_lease
                           SET renewals = renewals + 1, epoch = :epoch, seen_at = clock_timestamp()
                         WHERE life = :life
                        RETURNING (SELECT e.epoch FROM stop_epoch e)
                        """)
                .param("epoch", epoch)
                .param("life", life)
                .query(Long.class)
                .optional()
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    @Override
    public boolean confirm(String life, long epoch, List<InFlight> inFlight) {
        // One message: this is what whoever places a stop waits for.
        return jdbc.sql("""
                        WITH listed AS (
                            INSERT INTO stop_in_flight (stop_id, action_id, session_id, node)
                            SELECT * FROM unnest(:stops::text[], :actions::text[], :sessions::text[], :nodes::text[])
                            ON CONFLICT DO NOTHING)
                        UPDATE stop_lease SET renewals = renewals + 1, epoch = :epoch, seen_at = clock_timestamp()
                         WHERE life = :life
                        """)
                        .param("stops", inFlight.stream().map(InFlight::stopId).toArray(String[]::new))
                        .param(
                                "actions",
                                inFlight.stream().map(InFlight::actionId).toArray(String[]::new))
                        .param(
                                "sessions",
                                inFlight.stream().map(InFlight::sessionId).toArray(String[]::new))
                        .param("nodes", inFlight.stream().map(InFlight::node).toArray(String[]::new))
                        .param("epoch", epoch)
                        .param("life", life)
                        .update()
                == 1;
    }

    @Override
    public void leave(String life) {
        jdbc.sql("DELETE FROM stop_lease WHERE life = :life")
                .param("life", life)
                .update();
    }

    @Override
    public List<Lease> leases() {
        return jdbc.sql("SELECT life, node, renewals, epoch, seen_at FROM stop_lease ORDER BY node, joined_at")
                .query((row, number) -> new Lease(
                        row.getString("life"),
                        row.getString("node"),
                        row.getLong("renewals"),
                        row.getLong("epoch"),
                        PgTime.get(row, "seen_at")))
                .list();
    }

    @Override
    public void evict(String life, long renewals) {
        jdbc.sql("DELETE FROM stop_lease WHERE life = :life AND renewals = :renewals")
                .param("life", life)
                .param("renewals", renewals)
                .update();
    }

    @Override
    public List<Listed> inFlight(String stopId) {
        return jdbc.sql("""
                        SELECT f.stop_id, f.action_id, f.session_id, f.node, a.state
                          FROM stop_in_flight f LEFT JOIN action a ON a.id = f.action_id
                         WHERE f.stop_id = :id ORDER BY f.action_id
                        """)
                .param("id", stopId)
                .query((row, number) -> {
                    var state = row.getString("state");
                    return new Listed(
                            new InFlight(
                                    row.getString("stop_id"),
                                    row.getString("action_id"),
                                    row.getString("session_id"),
                                    row.getString("node")),
                            state == null ? null : ActionState.valueOf(state));
                })
                .list();
    }

    @Override
    public Reached acknowledge(StopOrder order, Instant at, boolean anyway) {
        // A running action has an intent; one of a life of its node that has confirmed the stop can't be cleared. What
        // was let go to be done elsewhere may be done all the same.
        return jdbc.sql("""
                        WITH waiting AS (
                            SELECT NOT :anyway AND EXISTS (
                                SELECT FROM stop_lease l, stop_order o WHERE o.id = :id AND l.epoch < o.epoch) AS yes),
                        listed AS (
                            INSERT INTO stop_in_flight (stop_id, action_id, session_id, node)
                            SELECT o.id, a.id, a.session_id, a.node
                              FROM stop_order o, action a JOIN session s ON s.id = a.session_id
                             WHERE NOT (SELECT yes FROM waiting)
                               AND o.id = :id AND a.state IN ('RUNNING', 'UNCONFIRMED') AND NOT a.rehearsal
                               AND (a.state = 'UNCONFIRMED'
                                    OR (a.tier <> 'READ' AND EXISTS (
                                            SELECT FROM observed_call c WHERE c.action_id = a.id AND c.call IS NOT NULL))
                                    OR NOT EXISTS (
                                        SELECT FROM stop_lease l
                                         WHERE l.node = a.node AND l.epoch >= o.epoch AND l.joined_at <= a.proposed_at))
                               AND (o.scope <> 'TARGET' OR a.target = o.name)
                               AND""" + " " + COVERS + """
                            ON CONFLICT DO NOTHING
                            RETURNING stop_id, action_id, session_id, node),
                        acknowledged AS (
                            UPDATE stop_order SET acknowledged_at = coalesce(acknowledged_at, :at)
                             WHERE id = :id AND NOT (SELECT yes FROM waiting)
                            RETURNING *)
                        SELECT reached.*,
                               coalesce((SELECT json_agg(l ORDER BY l.node, l.life) FROM (
                                   SELECT life, node, renewals, epoch, seen_at AS "seenAt" FROM stop_lease) l), '[]')
                                   AS leases,
                               coalesce((SELECT json_agg(f ORDER BY f."actionId") FROM (
                                   SELECT b.stop_id AS "stopId", b.action_id AS "actionId", b.session_id AS "sessionId",
                                          b.node, a.state
                                     FROM (SELECT * FROM listed
                                           UNION SELECT stop_id, action_id, session_id, node
                                                   FROM stop_in_flight WHERE stop_id = :id) b
                                     LEFT JOIN action a ON a.id = b.action_id) f), '[]') AS in_flight
                          FROM (SELECT * FROM acknowledged
                                UNION ALL SELECT * FROM stop_order WHERE id = :id AND (SELECT yes FROM waiting)) reached
                        """)
                .param("id", order.id())
                .param("at", PgTime.of(at))
                .param("anyway", anyway)
                .query((row, number) -> new Reached(
                        row(row, number),
                        List.of(PgJson.read(row.getString("leases"), Lease[].class)),
                        Arrays.stream(PgJson.read(row.getString("in_flight"), ListedRow[].class))
                                .map(ListedRow::listed)
                                .toList()))
                .single();
    }

    private record ListedRow(
            String stopId,
            String actionId,
            String sessionId,
            String node,
            @Nullable ActionState state) {
        Listed listed() {
            return new Listed(new InFlight(stopId, actionId, sessionId, node), state);
        }
    }

    @Override
    public List<Session> sessions(StopOrder order, int limit) {
        return jdbc.sql(PgSessions.SELECT.replace("FROM session", "FROM session s") + """
                        WHERE EXISTS (
                                SELECT FROM stop_order o
                                 WHERE o.id = :id AND s.expires_at > o.placed_at
                                   AND (s.revoked_at IS NULL OR s.revoked_at > o.placed_at)
                                   AND (o.released_at IS NULL OR s.started_at < o.released_at)
                                   AND""" + " " + COVERS
                        + ") ORDER BY started_at DESC, id DESC LIMIT :limit")
                .param("id", order.id())
                .param("limit", limit)
                .query(PgSessions::row)
                .list();
    }

    @Override
    public boolean awaitChange(Duration atMost) {
        return listener.await(atMost);
    }

    private static StopOrder row(ResultSet row, int number) throws SQLException {
        return new StopOrder(
                row.getString("id"),
                StopScope.valueOf(row.getString("scope")),
                row.getString("name"),
                row.getString("reason"),
                new StopOrder.By(row.getString("placed_by"), row.getString("placed_by_name")),
                PgTime.get(row, "placed_at"),
                row.getLong("epoch"),
                PgTime.getOrNull(row, "acknowledged_at"),
                release(row));
    }

    private static StopOrder.@Nullable Release release(ResultSet row) throws SQLException {
        var at = PgTime.getOrNull(row, "released_at");
        return at == null
                ? null
                : new StopOrder.Release(
                        new StopOrder.By(row.getString("released_by"), row.getString("released_by_name")),
                        at,
                        row.getString("release_reason"));
    }
}
