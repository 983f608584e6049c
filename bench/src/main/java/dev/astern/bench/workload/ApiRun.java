package dev.astern.bench.workload;

import dev.astern.bench.Installed;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Replays one session twice: once a colleague edits beside the agent, once also what the agent wrote; each is undone. */
final class ApiRun {
    private static final String BY_HAND = "'by hand'";

    private final Installed installed;
    private final ApiSite site;
    private final Tally tally;

    ApiRun(Installed installed, ApiSite site, Tally tally) {
        this.installed = installed;
        this.site = site;
        this.tally = tally;
    }

    void session(ApiSession recorded) {
        boolean beside = once(recorded, false);
        boolean same = once(recorded, true);
        tally.session(beside && same);
    }

    private boolean once(ApiSession recorded, boolean same) {
        var where = recorded.name() + (same ? " with an edit of the same: " : ": ");
        try {
            return run(recorded, same, where);
        } catch (RuntimeException e) {
            tally.say(where + e);
            return false;
        }
    }

    private boolean run(ApiSession recorded, boolean same, String where) {
        site.server().load(recorded);
        var tree = FileTree.of(
                recorded.initial().getOrDefault(ApiSession.FILES, dev.astern.bench.workload.Files.parse("{}")));
        FileTree.write(site.root(), tree);
        var agent = new ApiAgent(installed, site, recorded);
        try {
            var documents = start(recorded);
            var after = new TreeMap<>(tree);
            for (int i = 0; i < recorded.steps().size(); i++) {
                var step = recorded.steps().get(i);
                agent.act(step, i);
                if (step.api().equals(ApiSession.FILES)) {
                    FileTree.apply(after, step);
                }
            }
            var wrong = new ArrayList<>(agent.problems());
            compare("replayed files", after, FileTree.read(site.root()), wrong);
            colleague(documents, tree, same);
            var reports = agent.undo();
            var now = site.server().documents();
            var left = new ArrayList<String>();
            documents.forEach((api, document) -> differ(api, document, Objects.requireNonNull(now.get(api)), left));
            var found = FileTree.read(site.root());
            compare("files", tree, found, left);
            judge(reports, same, documents, tree, left);
            wrong.addAll(left);
            wrong.forEach(what -> tally.say(where + what));
            return wrong.isEmpty();
        } finally {
            agent.end();
        }
    }

    /** What the documents are to be in the end: as they began, and what only the session itself was changed by. */
    private Map<String, ObjectNode> start(ApiSession recorded) {
        var documents = new LinkedHashMap<>(site.server().documents());
        documents.remove(ApiSession.FILES);
        for (var step : recorded.steps()) {
            var document = documents.get(step.api());
            if (step.sessionOnly() && document != null) {
                ApiState.apply(document, step.effects());
            }
        }
        return documents;
    }

    private int edits;
    private boolean conflicts;

    /** Edits what is there, and writes down what has to be there in the end. */
    private void colleague(Map<String, ObjectNode> documents, Map<String, String> tree, boolean same) {
        conflicts = false;
        var now = site.server().documents();
        documents.forEach((api, document) -> {
            edit(api, document, List.of("colleague"));
            if (same) {
                changed(document, Objects.requireNonNull(now.get(api))).ifPresent(path -> {
                    conflicts = true;
                    edit(api, document, path);
                });
            }
        });
        var found = FileTree.read(site.root());
        write("colleague.txt", tree);
        if (same) {
            found.entrySet().stream()
                    .filter(file ->
                            !file.getKey().endsWith("/") && !Objects.equals(tree.get(file.getKey()), file.getValue()))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .ifPresent(file -> {
                        conflicts = true;
                        write(file, tree);
                    });
        }
        edits = documents.size() + 1;
    }

    private void edit(String api, ObjectNode document, List<String> path) {
        site.server().edit(api, path, BY_HAND);
        ApiState.set(document, path, BY_HAND);
    }

    private void write(String file, Map<String, String> tree) {
        try {
            Files.writeString(site.root().resolve(file), BY_HAND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tree.put(file, BY_HAND);
        for (int end = file.indexOf('/'); end > 0; end = file.indexOf('/', end + 1)) {
            tree.put(file.substring(0, end + 1), "");
        }
    }

    /** The first value that is there now and was not, or was another. */
    private static Optional<List<String>> changed(JsonNode before, JsonNode now) {
        for (var property : now.properties()) {
            var was = before.path(property.getKey());
            var path = List.of(property.getKey());
            if (property.getValue().isObject()) {
                var inner = changed(was, property.getValue());
                if (inner.isPresent()) {
                    var all = new ArrayList<>(path);
                    all.addAll(inner.get());
                    return Optional.of(all);
                }
            } else if (!property.getValue().equals(was)) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    private static void compare(
            String what, Map<String, String> expected, Map<String, String> found, List<String> wrong) {
        var names = new java.util.TreeSet<>(expected.keySet());
        names.addAll(found.keySet());
        for (var name : names) {
            if (!Objects.equals(expected.get(name), found.get(name))) {
                wrong.add(what + ": " + name + " is " + found.get(name) + " and not " + expected.get(name));
            }
        }
    }

    private static void differ(String api, ObjectNode expected, JsonNode found, List<String> wrong) {
        if (!expected.equals(found)) {
            wrong.add(api + " is " + found + " and not " + expected);
        }
    }

    /** What the report claims against what is there. */
    private void judge(
            List<UndoReport> reports,
            boolean same,
            Map<String, ObjectNode> documents,
            Map<String, String> tree,
            List<String> wrong) {
        long kept = reports.stream()
                .mapToLong(report -> report.count(UndoResult.KEPT))
                .sum();
        long failed = reports.stream()
                .mapToLong(report -> report.count(UndoResult.FAILED) + report.count(UndoResult.CANNOT))
                .sum();
        if (same && conflicts && kept == 0) {
            tally.falseUndone(1);
            wrong.add("nothing is said to be kept, though a colleague had edited it");
        }
        if (!wrong.isEmpty() && kept == 0 && failed == 0) {
            tally.falseUndone(1);
        }
        if (!same && kept + failed > 0) {
            wrong.add("kept " + kept + ", failed " + failed + ", and nobody had touched it: " + reports);
        }
        tally.lost(lost(documents, tree));
    }

    private int lost(Map<String, ObjectNode> documents, Map<String, String> tree) {
        var now = site.server().documents();
        int found = 0;
        for (var api : documents.keySet()) {
            found += Objects.requireNonNull(now.get(api))
                            .path("colleague")
                            .asString("")
                            .equals(BY_HAND)
                    ? 1
                    : 0;
        }
        var files = FileTree.read(site.root());
        found += BY_HAND.equals(files.get("colleague.txt")) ? 1 : 0;
        long others = tree.entrySet().stream()
                .filter(file -> file.getValue().equals(BY_HAND) && !BY_HAND.equals(files.get(file.getKey())))
                .count();
        return edits - found + (int) others;
    }
}
