package dev.astern.workspace.command;

import java.nio.file.Path;

/** What one call of {@code mount -a} mounts, in the form of fstab(5). */
final class MountTable {
    private final String name;
    private final StringBuilder text = new StringBuilder();
    private int mounts;

    /** @param name of the source of each, by which they are found again */
    MountTable(String name) {
        this.name = escaped(name);
    }

    void hide(Path folder) {
        add(folder, "tmpfs", "mode=1777");
    }

    void add(Path at, String type, String options) {
        text.append(name)
                .append(' ')
                .append(escaped(at.toString()))
                .append(' ')
                .append(type)
                .append(' ')
                .append(escaped(options))
                .append(" 0 0\n");
        mounts++;
    }

    String name() {
        return name;
    }

    int mounts() {
        return mounts;
    }

    String text() {
        return text.toString();
    }

    /** Backslashes and control characters are in none of these paths. */
    private static String escaped(String field) {
        return field.replace(" ", "\\040").replace("#", "\\043");
    }
}
