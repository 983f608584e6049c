package dev.astern.connector.git;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.Lent;
import dev.astern.connector.Secret;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.MemoryKeeping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files with two lines each, in a repository of its own or behind a remote. */
final class GitLaboratory implements Laboratory {
    private final MemoryKeeping keeping = new MemoryKeeping();
    private final Repository truth;
    private final @Nullable Repository clone;
    private final Connector connector;

    private GitLaboratory(Repository truth, @Nullable Repository clone) {
        this.truth = truth;
        this.clone = clone;
        connector = opened();
    }

    static GitLaboratory local(boolean bare) {
        return new GitLaboratory(new Repository(bare), null);
    }

    static GitLaboratory remote() {
        var truth = new Repository(true);
        var clone = new Repository(true);
        clone.git("remote", "add", "origin", truth.folder().toUri().toString());
        return new GitLaboratory(truth, clone);
    }

    Repository truth() {
        return truth;
    }

    private Connector opened() {
        var folder = (clone == null ? truth : clone).folder().toString();
        Map<String, String> options = clone == null ? Map.of() : Map.of("remote", "origin");
        var config = new TargetConfig("config", folder, "", Secret.from(() -> ""), options);
        return new GitProvider().open(config, new Lent(keeping, reference -> Secret.from(() -> "")));
    }

    @Override
    public Connector connector() {
        return connector;
    }

    @Override
    public Connector reopened() {
        return opened();
    }

    /** A file's text is one field: another line that was changed since makes a conflict of it. */
    @Override
    public Set<Trait> traits() {
        return EnumSet.of(Trait.SAME_IDENTITY, Trait.CONDITIONAL, Trait.LIFE_CYCLE);
    }

    @Override
    public String field() {
        return "title";
    }

    @Override
    public String otherField() {
        return "note";
    }

    static String path(String key) {
        return "etc/" + key + ".conf";
    }

    private static String text(Map<String, String> fields) {
        return "title=" + fields.get("title") + "\nnote=" + fields.get("note") + "\n";
    }

    private String with(String key, String field, String value) {
        var fields = new LinkedHashMap<>(truth(key).orElseThrow());
        fields.put(field, value);
        return text(fields);
    }

    @Override
    public Call create(String key, Map<String, String> fields) {
        return new Call("write_file", Map.of("path", path(key), "content", text(fields)));
    }

    @Override
    public Call change(String key, String field, String value) {
        return new Call("write_file", Map.of("path", path(key), "content", with(key, field, value)));
    }

    @Override
    public Call delete(String key) {
        return new Call("delete_file", Map.of("path", path(key)));
    }

    @Override
    public Call read(String key) {
        return new Call("read_file", Map.of("path", path(key)));
    }

    @Override
    public Call nonsense() {
        return new Call("write_file", Map.of("path", "../etc/passwd", "content", "x"));
    }

    @Override
    public Optional<Map<String, String>> truth(String key) {
        return truth.file(path(key)).map(text -> {
            var fields = new LinkedHashMap<String, String>();
            text.lines().forEach(line -> fields.put(line.replaceAll("=.*", ""), line.replaceAll("^[^=]*=", "")));
            return fields;
        });
    }

    @Override
    public void put(String key, Map<String, String> fields) {
        truth.commit(path(key), text(fields));
    }

    @Override
    public void edit(String key, String field, String value) {
        truth.commit(path(key), with(key, field, value));
    }

    @Override
    public void remove(String key) {
        truth.commit(path(key), null);
    }

    @Override
    public Set<Fault> faults() {
        return clone == null ? Set.of() : EnumSet.of(Fault.REFUSE);
    }

    /** The remote's own check says no, once. */
    @Override
    public void next(Fault fault) {
        try {
            var hook = truth.folder().resolve("hooks").resolve("pre-receive");
            Files.createDirectories(hook.getParent());
            Files.writeString(hook, "#!/bin/sh\nrm -f \"$0\"\necho not like this\nexit 1\n");
            if (!hook.toFile().setExecutable(true)) {
                throw new IllegalStateException("the hook can't be run");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        connector.close();
        truth.close();
        if (clone != null) {
            clone.close();
        }
    }
}
