package dev.astern.undo;

import dev.astern.connector.UndoReport;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** A report as it is kept with its receipt. */
final class ReportJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private ReportJson() {}

    static String write(UndoReport report) {
        return MAPPER.writeValueAsString(report);
    }
}
