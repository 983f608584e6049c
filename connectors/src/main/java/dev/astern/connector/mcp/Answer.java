package dev.astern.connector.mcp;

import dev.astern.connector.Output;
import dev.astern.library.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a tool answered.
 *
 * @param error whether the tool says that it did not do it
 * @param text all of its text
 * @param structured the same for programs, if it said it so
 * @param blocks all of its content
 */
record Answer(
        boolean error,
        String text,
        Optional<Map<String, @Nullable Object>> structured,
        List<Map<String, @Nullable Object>> blocks) {
    private static final int SHOWN = 500;

    Answer {
        blocks = List.copyOf(blocks);
    }

    /** Nothing where it is no answer, but for example a question. */
    static Optional<Answer> of(Map<String, @Nullable Object> result) {
        var type = result.get("resultType");
        if (!(result.get("content") instanceof List<?> content) || (type != null && !type.equals("complete"))) {
            return Optional.empty();
        }
        var blocks = new ArrayList<Map<String, @Nullable Object>>();
        var texts = new ArrayList<String>();
        for (var one : content) {
            Rpc.object(one).ifPresent(block -> {
                blocks.add(block);
                if ("text".equals(block.get("type")) && block.get("text") instanceof String text) {
                    texts.add(text);
                }
            });
        }
        return Optional.of(new Answer(
                Boolean.TRUE.equals(result.get("isError")),
                String.join("\n", texts),
                Rpc.object(result.get("structuredContent")),
                blocks));
    }

    /** What it says, for people and in a line. */
    String shown() {
        return Shown.line(text, SHOWN);
    }

    /** What its fields are read from: what it said for programs, or else its text. */
    Optional<Map<String, @Nullable Object>> fields() {
        boolean onlyText = blocks.stream().allMatch(block -> "text".equals(block.get("type")));
        return structured.isPresent()
                ? structured
                : onlyText && !blocks.isEmpty() ? Optional.of(Map.of("text", text)) : Optional.empty();
    }

    Output output(String tool, int mostCharacters) {
        var rows = new ArrayList<List<@Nullable Object>>();
        int left = mostCharacters;
        boolean cut = false;
        for (var block : blocks) {
            var type = String.valueOf(block.get("type"));
            var value = type.equals("text") ? String.valueOf(block.get("text")) : Json.write(block);
            cut |= value.length() > left;
            rows.add(List.of(Shown.line(type, 50), wellFormed(value, left)));
            left = Math.max(0, left - value.length());
        }
        if (text.isEmpty() && structured.isPresent()) {
            var value = Json.write(structured.get());
            cut |= value.length() > left;
            rows.add(List.of("structured", wellFormed(value, left)));
        }
        var columns = List.of(new Output.Column("type", "text"), new Output.Column("content", "text"));
        return new Output(error ? 1 : 0, List.of(new Output.Result(tool, rows.size(), columns, rows, cut)));
    }

    /** At most so much of it, and no half of a character. */
    private static String wellFormed(String text, int most) {
        var cut = text.substring(0, Math.min(text.length(), most));
        return new String(
                cut.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8);
    }
}
