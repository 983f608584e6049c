package dev.astern.bench.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a real command of a recorded call of the file system. */
final class FileCommands {
    private FileCommands() {}

    /** Where the session is afterwards, relative to the root; {@code cd} went there, or it stayed. */
    static String moved(String folder, ApiStep step) {
        if (step.effects().isEmpty()) {
            return folder;
        }
        var to = arguments(step.call()).getOrDefault("folder", ".");
        if (to.equals("..")) {
            int end = folder.lastIndexOf('/');
            return end < 0 ? "" : folder.substring(0, end);
        }
        return folder.isEmpty() ? to : folder + "/" + to;
    }

    /** Nothing for a call that no command stands for, and for a change that failed when it was recorded. */
    static Optional<List<String>> argv(ApiStep step) {
        var given = arguments(step.call());
        var file = given.getOrDefault("file_name", "");
        var argv = switch (step.function()) {
            case "mkdir" -> List.of("mkdir", given.getOrDefault("dir_name", ""));
            case "rmdir" -> List.of("rmdir", given.getOrDefault("dir_name", ""));
            case "touch" -> List.of("touch", file);
            case "rm" -> List.of("rm", "-r", file);
            case "echo" -> echo(given.getOrDefault("content", ""), file);
            case "mv" -> List.of("mv", given.getOrDefault("source", ""), given.getOrDefault("destination", ""));
            case "cp" -> List.of("cp", "-r", given.getOrDefault("source", ""), given.getOrDefault("destination", ""));
            case "cat", "sort" -> List.of(step.function(), file);
            case "wc" -> List.of("wc", file);
            case "tail" -> List.of("tail", "-n", given.getOrDefault("lines", "10"), file);
            case "grep" -> List.of("grep", "-e", given.getOrDefault("pattern", ""), file);
            case "diff" -> List.of("diff", given.getOrDefault("file_name1", ""), given.getOrDefault("file_name2", ""));
            case "find" -> List.of("find", ".", "-name", "*" + given.getOrDefault("name", "") + "*");
            case "ls" -> List.of("ls", "-a");
            case "du" -> List.of("du", "-h");
            case "pwd" -> List.of("pwd");
            default -> List.<String>of();
        };
        boolean writes = List.of("mkdir", "rmdir", "touch", "rm", "mv", "cp").contains(step.function())
                || (step.function().equals("echo") && !file.isEmpty());
        return argv.isEmpty() || (writes && !step.changes()) ? Optional.empty() : Optional.of(argv);
    }

    private static List<String> echo(String content, String file) {
        return file.isEmpty()
                ? List.of("echo", content)
                : List.of("sh", "-c", "printf %s \"$1\" > \"$2\"", "sh", content, file);
    }

    /** Of {@code name(a='x',b=1)}; one without a name is the only one and the file or folder. */
    static Map<String, String> arguments(String call) {
        var arguments = new LinkedHashMap<String, String>();
        for (var part : parts(call.substring(call.indexOf('(') + 1, call.lastIndexOf(')')))) {
            int at = part.indexOf('=');
            boolean named = at > 0 && part.substring(0, at).strip().matches("\\w+");
            var value = (named ? part.substring(at + 1) : part).strip();
            var plain = value.startsWith("'") || value.startsWith("\"") ? FileTree.unquoted(value) : value;
            if (named) {
                arguments.put(part.substring(0, at).strip(), plain);
            } else {
                arguments.put("file_name", plain);
                arguments.put("folder", plain);
                arguments.put("dir_name", plain);
            }
        }
        return arguments;
    }

    /** Split at commas that are in no text. */
    private static List<String> parts(String text) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                part.append(c).append(text.charAt(++i));
                continue;
            }
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
            if (c == ',' && quote == 0) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        if (!part.toString().isBlank()) {
            parts.add(part.toString());
        }
        return parts;
    }
}
