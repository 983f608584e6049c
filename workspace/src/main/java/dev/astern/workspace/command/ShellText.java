package dev.astern.workspace.command;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A script for a POSIX shell, in bytes: what a file is named need not be text. */
final class ShellText {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ShellText add(String script) {
        bytes.writeBytes(script.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** One word that means itself. */
    ShellText word(Object text) {
        return word(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    ShellText word(byte[] raw) {
        bytes.write('\'');
        for (byte one : raw) {
            if (one == '\'') {
                add("'\\''");
            } else {
                bytes.write(one);
            }
        }
        bytes.write('\'');
        return this;
    }

    /** Words after one another, each after a space. */
    ShellText words(Iterable<?> texts) {
        texts.forEach(text -> add(" ").word(text));
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
