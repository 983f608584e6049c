package dev.astern.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Output;
import dev.astern.journal.Hashes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a tool answered, as far as it is kept: the first and the last of it, with its size and digest. */
final class Streams {
    /** Where it is not told apart. */
    static final String ALL = "tool_response";

    private static final int SHOWN_BYTES = 32_768;
    private static final String TEXT = "text";
    private static final List<Output.Column> COLUMNS = List.of(
            new Output.Column("stream", TEXT),
            new Output.Column("text", TEXT),
            new Output.Column("bytes", "integer"),
            new Output.Column("sha256", TEXT),
            new Output.Column("whole", "boolean"));

    private Streams() {}

    /** @param whole whether the text is all of it */
    record Row(String stream, String text, int bytes, String sha256, boolean whole) {}

    static Row row(String stream, String text) {
        var bytes = text.getBytes(UTF_8);
        boolean whole = bytes.length <= SHOWN_BYTES;
        return new Row(
                stream, whole ? new String(bytes, UTF_8) : ends(bytes), bytes.length, Hashes.sha256(text), whole);
    }

    private static String ends(byte[] bytes) {
        int half = SHOWN_BYTES / 2;
        return new String(bytes, 0, half, UTF_8)
                + "\n[… " + (bytes.length - 2 * half) + " bytes are not kept here …]\n"
                + new String(bytes, bytes.length - half, half, UTF_8);
    }

    static Output output(int exitCode, List<Row> rows) {
        if (rows.isEmpty()) {
            return new Output(exitCode, List.of());
        }
        var values = rows.stream().map(Streams::values).toList();
        boolean cut = rows.stream().anyMatch(row -> !row.whole());
        return new Output(exitCode, List.of(new Output.Result("output", rows.size(), COLUMNS, values, cut)));
    }

    private static List<@Nullable Object> values(Row row) {
        var values = new ArrayList<@Nullable Object>();
        values.add(row.stream());
        values.add(row.text());
        values.add(row.bytes());
        values.add(row.sha256());
        values.add(row.whole());
        return values;
    }
}
