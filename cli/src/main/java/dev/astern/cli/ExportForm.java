package dev.astern.cli;

import java.util.Locale;

/** Forms of what the journal hands out. */
enum ExportForm {
    BUNDLE(".zip"),
    AUDIT(".audit.jsonl"),
    MARKDOWN(".md"),
    OCSF(".ocsf.jsonl"),
    OTEL(".otel.jsonl");

    private final String suffix;

    ExportForm(String suffix) {
        this.suffix = suffix;
    }

    /** How the name of such a file ends. */
    String suffix() {
        return suffix;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
