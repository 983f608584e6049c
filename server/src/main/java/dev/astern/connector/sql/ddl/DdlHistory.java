package dev.astern.connector.sql.ddl;

import dev.astern.connector.Effect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What an action did to the structure, read where it is kept. */
public final class DdlHistory {
    private DdlHistory() {}

    /** In the order in which it was done. */
    public static List<Effect> effects(Connection connection, String action) throws SQLException {
        return StructureStore.of(new Db(connection), List.of(action)).reversed().stream()
                .flatMap(step -> DdlEngine.effects(step).stream())
                .toList();
    }

    /** Over the action's steps; empty where it made none. */
    public static String digest(Connection connection, String action) throws SQLException {
        return StructureDigest.of(
                StructureStore.of(new Db(connection), List.of(action)).reversed());
    }

    /** As an action's receipt has it: of its structure and its rows. */
    public static String joined(String structure, String rows) {
        return StructureDigest.joined(structure, rows);
    }

    /** As the receipt of an undo in several transactions has it. */
    public static String joined(List<String> digests) {
        List<String> told = digests.stream().filter(d -> !d.isEmpty()).toList();
        return switch (told.size()) {
            case 0 -> "";
            case 1 -> told.getFirst();
            default -> StructureDigest.ofText(told);
        };
    }
}
