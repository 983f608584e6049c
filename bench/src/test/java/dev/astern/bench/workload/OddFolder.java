package dev.astern.bench.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** A folder in the tables format that has every oddity the format allows. */
final class OddFolder {
    private OddFolder() {}

    static Path in(Path folder) {
        write(folder, "tables.json", """
                {"things": {"key": "id"}, "numbers": {"key": "nr"}, "empty": {"key": "id"}, "notes": {"key": "id"}}""");
        packed(folder, "things.json.gz", """
                {"a'b\\"c": {"id": "a'b\\"c", "name": "one", "mixed": 1, "flag": true, "Odd \\"Name\\"; --": "x", "xmin": 3},
                 "lacks its key": {"name": null, "mixed": "two", "nested": {"z": 1.0, "a": [1e2, null]}},
                 "$1 ? {d}": {"id": "$1 ? {d}", "name": "three\\\\", "flag": false, "nested": "text in a json column"}}""");
        packed(folder, "numbers.json.gz", """
                {"1": {"nr": 1, "amount": 12.50}, "2": {"nr": 2, "amount": 3}, "10": {"amount": 0.001}}""");
        packed(folder, "empty.json.gz", "{}");
        packed(folder, "sessions.jsonl.gz", """
                {"session": "s1", "steps": [{"tool": "t", "args": {}, "error": false, "effects": [\
                {"table": "things", "key": "a'b\\"c", "op": "update", "before": {"id": "a'b\\"c", "name": "one", "mixed": 1, "flag": true, "Odd \\"Name\\"; --": "x", "xmin": 3}, "after": {"id": "a'b\\"c", "name": "o'ne", "flag": false, "xmin": 3, "late": [1, {"b": 2}]}},\
                {"table": "numbers", "key": "10", "op": "delete", "before": {"amount": 0.001}, "after": null}]},\
                {"tool": "t", "args": {}, "error": true, "effects": []},\
                {"tool": "t", "args": {}, "effects": [{"table": "numbers", "key": "3", "op": "insert", "before": null, "after": {"nr": 3, "amount": 3.0}},\
                {"table": "numbers", "key": "3", "op": "update", "before": {"nr": 3, "amount": 3.0}, "after": {"nr": 3, "amount": 4}},\
                {"table": "only effects", "key": "k", "op": "insert", "before": null, "after": {"v": true}}]}]}
                {"session": "s2", "init": {"only init": {"k1": {"v": 1}, "k2": {"v": 2}}, "numbers": {"2": {"nr": 2, "amount": 99}}}, "steps": [{"effects": [\
                {"table": "only init", "key": "k1", "op": "delete", "before": {"v": 1}, "after": null},\
                {"table": "numbers", "key": "2", "op": "insert", "before": null, "after": {"nr": 2, "amount": 100}}]}]}
                {"session": "s3", "steps": []}
                {"session": "s4", "steps": [{"effects": [{"table": "empty", "key": "only", "op": "insert", "before": null, "after": {"id": "only"}},\
                {"table": "notes", "key": "n", "op": "insert", "before": null, "after": {"text": "fields \\u0000 and \\ud800"}}]},\
                {"effects": [{"table": "notes", "key": "n", "op": "delete", "before": {"text": "fields"}, "after": null}]}]}
                """);
        return folder;
    }

    private static void write(Path folder, String name, String text) {
        try {
            java.nio.file.Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void packed(Path folder, String name, String text) {
        try (var out = new GZIPOutputStream(java.nio.file.Files.newOutputStream(folder.resolve(name)))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
