package dev.astern.connector.common;

import dev.astern.connector.Image;
import dev.astern.connector.Output;
import dev.astern.connector.resource.Ref;
import dev.astern.connector.resource.Sent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a caller gets to see, as tables of texts. */
public final class Outputs {
    private Outputs() {}

    public static Output.Result table(String tag, List<String> columns, List<List<@Nullable Object>> rows) {
        return table(tag, columns, rows, false);
    }

    public static Output.Result table(
            String tag, List<String> columns, List<List<@Nullable Object>> rows, boolean truncated) {
        var named =
                columns.stream().map(name -> new Output.Column(name, "text")).toList();
        return new Output.Result(tag, rows.size(), named, rows, truncated);
    }

    public static List<@Nullable Object> row(@Nullable Object... values) {
        return new ArrayList<@Nullable Object>(Arrays.asList(values));
    }

    public static Output of(Output.Result... results) {
        return new Output(0, List.of(results));
    }

    /** One row that says what was done. */
    public static Output did(String tag, List<String> columns, @Nullable Object... values) {
        return of(table(tag, columns, List.of(row(values))));
    }

    /**
     * Done, and this is what it left, as far as that was answered.
     *
     * @param left null where it was not answered
     * @param version null where it was not answered
     */
    public static Sent.Done done(Output output, Ref ref, @Nullable Image left, @Nullable String version) {
        return new Sent.Done(
                output,
                List.of(),
                left == null ? Map.of() : Map.of(ref, left),
                version == null ? Map.of() : Map.of(ref, version));
    }
}
