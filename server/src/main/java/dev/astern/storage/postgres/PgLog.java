package dev.astern.storage.postgres;

import dev.astern.journal.Bytes;
import dev.astern.journal.Hash;
import dev.astern.journal.tile.HashTilePath;
import dev.astern.journal.tile.Tile;
import dev.astern.journal.tile.TilePath;
import dev.astern.model.Log;
import dev.astern.model.SignedCheckpoint;
import dev.astern.model.TimeStamp;
import dev.astern.storage.LogStore;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

final class PgLog implements LogStore {
    private static final String CHECKPOINT = "SELECT log, size, note, signed_at FROM checkpoint ";

    private final JdbcClient jdbc;

    PgLog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Log open(String origin, Instant now) {
        jdbc.sql("INSERT INTO log (id, origin, opened_at) VALUES (1, :origin, :at) ON CONFLICT (id) DO NOTHING")
                .param("origin", origin)
                .param("at", PgTime.of(now))
                .update();
        return current();
    }

    @Override
    public Log current() {
        return jdbc.sql(
                        "SELECT id, origin, opened_at, verifier_key, halted, after::text AS after FROM log ORDER BY id DESC LIMIT 1")
                .query(PgLog::log)
                .single();
    }

    @Override
    public Log begin(String origin, Instant now, Log.Lost lost) {
        jdbc.sql("INSERT INTO log (id, origin, opened_at, after) SELECT max(id) + 1, :origin, :at, :lost FROM log")
                .param("origin", origin)
                .param("at", PgTime.of(now))
                .param("lost", PgJson.jsonb(lost))
                .update();
        return current();
    }

    @Override
    public boolean signedBy(short log, @Nullable String before, String key) {
        return jdbc.sql("""
                                UPDATE log SET verifier_key = :key
                                 WHERE id = :log AND verifier_key IS NOT DISTINCT FROM :before::text
                                """)
                        .param("key", key)
                        .param("log", log)
                        .param("before", before)
                        .update()
                == 1;
    }

    @Override
    public List<String> formerKeys(short log) {
        return jdbc.sql("""
                        SELECT leaf::jsonb ->> 'old' FROM receipt
                         WHERE log = :log AND session_id = 'log' AND type = 'KEY_ROTATION' ORDER BY log_index DESC
                        """).param("log", log).query(String.class).list();
    }

    @Override
    public void halt(short log, @Nullable String why) {
        jdbc.sql("UPDATE log SET halted = :why WHERE id = :log AND halted IS DISTINCT FROM :why")
                .param("why", why)
                .param("log", log)
                .update();
    }

    @Override
    public long size(short log) {
        return jdbc.sql("SELECT coalesce(max(log_index) + 1, 0) FROM receipt WHERE log = :log")
                .param("log", log)
                .query(Long.class)
                .single();
    }

    @Override
    public List<Hash> leafHashes(short log, long from, int limit) {
        return jdbc.sql("""
                        SELECT hash FROM receipt WHERE log = :log AND log_index >= :from AND log_index < :end
                         ORDER BY log_index
                        """)
                .param("log", log)
                .param("from", from)
                .param("end", from + limit)
                .query((row, number) -> Hash.copyOf(HexFormat.of().parseHex(row.getString(1))))
                .list();
    }

    @Override
    public List<String> entries(short log, long from, int limit) {
        return jdbc.sql("""
                        SELECT leaf FROM receipt WHERE log = :log AND log_index >= :from AND log_index < :end
                         ORDER BY log_index
                        """)
                .param("log", log)
                .param("from", from)
                .param("end", from + limit)
                .query(String.class)
                .list();
    }

    @Override
    public Map<HashTilePath, Tile> tiles(short log, Set<HashTilePath> paths) {
        var tiles = new HashMap<>(kept(log, paths));
        for (var path : paths) {
            if (!tiles.containsKey(path)) {
                made(log, path).ifPresent(tile -> tiles.put(path, tile));
            }
        }
        return tiles;
    }

    private Map<HashTilePath, Tile> kept(short log, Set<HashTilePath> paths) {
        var full = paths.stream()
                .filter(path -> path.width() == TilePath.FULL_WIDTH)
                .toList();
        var tiles = new HashMap<HashTilePath, Tile>();
        if (full.isEmpty()) {
            return tiles;
        }
        jdbc.sql("""
                        SELECT t.level, t.index, t.hashes
                          FROM unnest(:levels::smallint[], :indexes::bigint[]) AS w(level, index)
                          JOIN tile t ON t.log = :log AND t.level = w.level AND t.index = w.index
                        """)
                .param("log", log)
                .param("levels", full.stream().map(path -> (short) path.level()).toArray(Short[]::new))
                .param("indexes", full.stream().map(HashTilePath::index).toArray(Long[]::new))
                .query(row -> {
                    var path = new HashTilePath(row.getInt(1), row.getLong(2), TilePath.FULL_WIDTH);
                    tiles.put(path, new Tile(path, hashes(row.getBytes(3))));
                });
        return tiles;
    }

    /** One at the right edge, or one that is not kept yet, from what is below. */
    private Optional<Tile> made(short log, HashTilePath path) {
        long from = path.index() * TilePath.FULL_WIDTH;
        var hashes = path.level() == 0
                ? leafHashes(log, from, path.width())
                : roots(log, path.level() - 1, from, path.width());
        return hashes.size() == path.width() ? Optional.of(new Tile(path, hashes)) : Optional.empty();
    }

    private List<Hash> roots(short log, int level, long from, int limit) {
        return jdbc.sql("""
                        SELECT root FROM tile
                         WHERE log = :log AND level = :level AND index >= :from AND index < :end ORDER BY index
                        """)
                .param("log", log)
                .param("level", level)
                .param("from", from)
                .param("end", from + limit)
                .query((row, number) -> Hash.copyOf(row.getBytes(1)))
                .list();
    }

    private static List<Hash> hashes(byte[] bytes) {
        var hashes = new ArrayList<Hash>(bytes.length / Hash.SIZE_BYTES);
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            var hash = new byte[Hash.SIZE_BYTES];
            buffer.get(hash);
            hashes.add(Hash.copyOf(hash));
        }
        return hashes;
    }

    @Override
    public void keep(short log, List<Tile> full) {
        for (var tile : full) {
            jdbc.sql("""
                            INSERT INTO tile (log, level, index, hashes, root)
                            VALUES (:log, :level, :index, :hashes, :root) ON CONFLICT DO NOTHING
                            """)
                    .param("log", log)
                    .param("level", tile.path().level())
                    .param("index", tile.path().index())
                    .param("hashes", tile.encode())
                    .param("root", tile.root().toArray())
                    .update();
        }
    }

    @Override
    public void publish(SignedCheckpoint checkpoint) {
        jdbc.sql("""
                        INSERT INTO checkpoint (log, size, note, signed_at) VALUES (:log, :size, :note, :at)
                        ON CONFLICT (log, size) DO NOTHING
                        """)
                .param("log", checkpoint.log())
                .param("size", checkpoint.size())
                .param("note", checkpoint.note())
                .param("at", PgTime.of(checkpoint.signedAt()))
                .update();
    }

    @Override
    public Optional<SignedCheckpoint> latest(short log) {
        return jdbc.sql(CHECKPOINT + "WHERE log = :log ORDER BY size DESC LIMIT 1")
                .param("log", log)
                .query(PgLog::checkpoint)
                .optional();
    }

    @Override
    public Optional<SignedCheckpoint> covering(short log, long size) {
        return jdbc.sql(CHECKPOINT + "WHERE log = :log AND size >= :size ORDER BY size LIMIT 1")
                .param("log", log)
                .param("size", size)
                .query(PgLog::checkpoint)
                .optional();
    }

    @Override
    public Optional<SignedCheckpoint> latestCosigned(short log) {
        return jdbc.sql(CHECKPOINT + """
                        WHERE log = :log AND size = (SELECT max(size) FROM cosignature WHERE log = :log)
                        """)
                .param("log", log)
                .query(PgLog::checkpoint)
                .optional();
    }

    @Override
    public Map<String, String> cosignatures(short log, long size) {
        var lines = new TreeMap<String, String>();
        jdbc.sql("SELECT witness, line FROM cosignature WHERE log = :log AND size = :size")
                .param("log", log)
                .param("size", size)
                .query(row -> {
                    lines.put(row.getString(1), row.getString(2));
                });
        return lines;
    }

    @Override
    public void cosign(short log, long size, String witness, String line) {
        jdbc.sql("""
                        INSERT INTO cosignature (log, size, witness, line) VALUES (:log, :size, :witness, :line)
                        ON CONFLICT DO NOTHING
                        """)
                .param("log", log)
                .param("size", size)
                .param("witness", witness)
                .param("line", line)
                .update();
    }

    @Override
    public void stamp(TimeStamp stamp) {
        jdbc.sql("""
                        INSERT INTO time_stamp (log, size, note, response, at)
                        VALUES (:log, :size, :note, :response, :at) ON CONFLICT DO NOTHING
                        """)
                .param("log", stamp.log())
                .param("size", stamp.size())
                .param("note", stamp.note())
                .param("response", stamp.response().toArray())
                .param("at", PgTime.of(stamp.at()))
                .update();
    }

    @Override
    public Optional<TimeStamp> stampOf(short log, long size) {
        return jdbc.sql("""
                        SELECT log, size, note, response, at FROM time_stamp
                         WHERE log = :log AND size <= :size ORDER BY size DESC LIMIT 1
                        """)
                .param("log", log)
                .param("size", size)
                .query((row, number) -> new TimeStamp(
                        row.getShort("log"),
                        row.getLong("size"),
                        row.getString("note"),
                        Bytes.copyOf(row.getBytes("response")),
                        PgTime.get(row, "at")))
                .optional();
    }

    @Override
    public void thinOut(short log, Instant before) {
        jdbc.sql("""
                        DELETE FROM checkpoint c USING (
                            SELECT size, lead(size) OVER (PARTITION BY date_trunc('hour', signed_at) ORDER BY size) AS next
                              FROM checkpoint WHERE log = :log AND signed_at < :before) old
                         WHERE c.log = :log AND c.size = old.size AND old.next IS NOT NULL
                           AND NOT EXISTS (SELECT FROM cosignature s WHERE s.log = c.log AND s.size = c.size)
                           AND NOT EXISTS (SELECT FROM time_stamp t WHERE t.log = c.log AND t.size = c.size)
                        """).param("log", log).param("before", PgTime.of(before)).update();
    }

    private static Log log(ResultSet row, int number) throws SQLException {
        var after = row.getString("after");
        return new Log(
                row.getShort("id"),
                row.getString("origin"),
                PgTime.get(row, "opened_at"),
                row.getString("verifier_key"),
                row.getString("halted"),
                after == null ? null : PgJson.read(after, Log.Lost.class));
    }

    private static SignedCheckpoint checkpoint(ResultSet row, int number) throws SQLException {
        return new SignedCheckpoint(
                row.getShort("log"), row.getLong("size"), row.getString("note"), PgTime.get(row, "signed_at"));
    }
}
