package dev.astern.connector.git;

import dev.astern.connector.Call;
import dev.astern.connector.Image;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Tool;
import dev.astern.connector.git.Commits.Entry;
import dev.astern.connector.git.Commits.Signed;
import dev.astern.connector.resource.Ref;
import dev.astern.connector.resource.ResourceSystem;
import dev.astern.connector.resource.Restoration;
import dev.astern.connector.resource.Seen;
import dev.astern.connector.resource.Sending;
import dev.astern.connector.resource.Sent;
import dev.astern.connector.resource.Understood;
import dev.astern.connector.resource.Within;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One branch of a repository; its files are the resources, a blob with its mode is a version. */
final class GitSystem implements ResourceSystem {
    private static final int ATTEMPTS = 30;
    private static final int MAX_LISTED = 5_000;
    private static final Set<String> FILES = Set.of("100644", "100755");

    private final Commits commits;
    private final Tip tip;

    GitSystem(Commits commits, Tip tip) {
        this.commits = commits;
        this.tip = tip;
    }

    @Override
    public List<Tool> tools() {
        return GitAsking.tools();
    }

    @Override
    public Understood understand(Call call) {
        return GitAsking.understand(call);
    }

    @Override
    public Output answer(Object request, Within within) {
        var commit = tip.commit(within);
        return switch ((Ask) request) {
            case Ask.Read(var path) -> {
                var entry = commits.entry(commit, path, within)
                        .filter(found -> found.type().equals("blob"))
                        .orElseThrow(() -> Problem.of(Reason.NOT_FOUND, "the branch has no file " + path)
                                .toException());
                var content = Content.of(commits.bytes(entry, within));
                yield table(path, List.of(content.field(), "mode"), List.of(List.of(content.value(), entry.mode())));
            }
            case Ask.ListAll(var folder) -> listed(commits.files(commit, folder, within));
            case Ask.Write write -> throw new IllegalArgumentException("not a read: bug");
            case Ask.Delete delete -> throw new IllegalArgumentException("not a read: bug");
        };
    }

    private static Output listed(String entries) {
        var rows = new ArrayList<List<@Nullable Object>>();
        for (var entry : entries.split("\0", -1)) {
            int tab = entry.indexOf('\t');
            if (tab > 0) {
                rows.add(List.of(entry.substring(tab + 1), entry.substring(0, entry.indexOf(' '))));
            }
        }
        return table("files", List.of("path", "mode"), rows);
    }

    private static Output table(String tag, List<String> names, List<List<@Nullable Object>> rows) {
        var columns =
                names.stream().map(name -> new Output.Column(name, "text")).toList();
        var shown = rows.stream().limit(MAX_LISTED).toList();
        return new Output(0, List.of(new Output.Result(tag, rows.size(), columns, shown, shown.size() < rows.size())));
    }

    private static String path(Ref ref) {
        return Objects.requireNonNull(ref.key().get("path"), "no path: bug");
    }

    @Override
    public Seen read(Ref ref, Within within) {
        try {
            var entry = commits.entry(tip.commit(within), path(ref), within);
            if (entry.isEmpty()) {
                return new Seen.Absent();
            }
            return entry.get().type().equals("blob")
                    ? new Seen.Present(image(entry.get(), within), entry.get().version())
                    : new Seen.Unreadable(
                            Problem.of(Reason.CONFLICTING_STATE, path(ref) + " is a folder or another repository"));
        } catch (ProblemException e) {
            return new Seen.Unreadable(e.problem());
        }
    }

    private Image image(Entry entry, Within within) {
        return new Image(Content.of(commits.bytes(entry, within)).fields(entry.mode()));
    }

    @Override
    public Sent send(Object request, Sending how) {
        return switch ((Ask) request) {
            case Ask.Write write -> written(write, how);
            case Ask.Delete delete -> {
                var ref = GitAsking.ref(delete.path());
                var version = how.versions().get(ref);
                yield version == null
                        ? new Sent.Refused(Problem.of(Reason.TARGET_GONE, "the branch has no file " + delete.path()))
                        : changed(ref, version, null, signed(delete.message(), how), how.within());
            }
            case Ask.Read read -> throw new IllegalArgumentException("a read is not sent: bug");
            case Ask.ListAll list -> throw new IllegalArgumentException("a list is not sent: bug");
        };
    }

    private Sent written(Ask.Write write, Sending how) {
        var ref = GitAsking.ref(write.path());
        var version = how.versions().get(ref);
        var has = version == null ? GitAsking.PLAIN : version.substring(0, version.indexOf(' '));
        if (!FILES.contains(has)) {
            return new Sent.Refused(Problem.of(Reason.CONFLICTING_STATE, write.path() + " is a link"));
        }
        var mode = write.mode() == null ? has : write.mode();
        return put(ref, version, write.content(), mode, signed(write.message(), how), how.within());
    }

    private static Signed signed(String message, Sending how) {
        return new Signed(
                how.sessionId(),
                message.strip() + "\n\nAstern-Action: " + how.actionId() + "\nAstern-Session: " + how.sessionId()
                        + "\n");
    }

    private Sent put(Ref ref, @Nullable String version, Content content, String mode, Signed signed, Within within) {
        try {
            var entry = new Entry(mode, "blob", commits.blob(content.bytes(), within));
            return changed(ref, version, entry, signed, within);
        } catch (ProblemException e) {
            return new Sent.Undelivered(e.problem());
        }
    }

    /** Goes on from wherever the branch is, as long as the file is as it was seen. */
    private Sent changed(Ref ref, @Nullable String version, @Nullable Entry entry, Signed signed, Within within) {
        var path = path(ref);
        Tip.Step step = new Tip.Step.Moved();
        for (int i = 0; i < ATTEMPTS && step instanceof Tip.Step.Moved && !within.over(); i++) {
            try {
                var from = tip.commit(within);
                var now = commits.entry(from, path, within).map(Entry::version).orElse(null);
                if (!Objects.equals(now, version)) {
                    return new Sent.Refused(Problem.of(Reason.CONFLICTING_STATE, path + " was changed in between"));
                }
                if (Objects.equals(now, entry == null ? null : entry.version())) {
                    return done(ref, entry, from);
                }
                var to = commits.child(from, path, entry, signed, within);
                step = tip.advance(from, to, path, within);
                if (step instanceof Tip.Step.Done) {
                    return done(ref, entry, to);
                }
            } catch (ProblemException e) {
                // Whatever can't be made or asked has not moved the branch.
                return new Sent.Refused(e.problem());
            }
        }
        return switch (step) {
            case Tip.Step.Refused(var problem) -> new Sent.Refused(problem);
            case Tip.Step.Doubtful(var problem) -> new Sent.Doubtful(problem, false);
            default -> new Sent.Refused(Problem.of(Reason.CONFLICTING_STATE, "the branch moves all the time"));
        };
    }

    private static Sent done(Ref ref, @Nullable Entry entry, String commit) {
        Map<Ref, String> versions = entry == null ? Map.of() : Map.of(ref, entry.version());
        var output = table("commit", List.of("commit"), List.of(List.of(commit)));
        return new Sent.Done(output, List.of(), Map.of(), versions);
    }

    @Override
    public Sent restore(Restoration restoration, Within within) {
        var ref = restoration.ref();
        var signed = new Signed("", "Put back " + path(ref) + " as it was before an agent changed it\n");
        return switch (restoration) {
            case Restoration.Put put -> put(ref, put.version(), put.wanted(), signed, within);
            case Restoration.Make make -> put(ref, null, make.wanted(), signed, within);
            case Restoration.Remove remove -> changed(ref, remove.version(), null, signed, within);
        };
    }

    private Sent put(Ref ref, @Nullable String version, Image wanted, Signed signed, Within within) {
        var mode = Optional.ofNullable(wanted.get(Content.MODE)).orElse(GitAsking.PLAIN);
        return put(ref, version, Content.of(wanted.fields()), mode, signed, within);
    }

    @Override
    public boolean conditional(String resource) {
        return true;
    }

    @Override
    public Optional<Problem> unreachable(Within within) {
        try {
            tip.commit(within);
            return Optional.empty();
        } catch (ProblemException e) {
            return Optional.of(e.problem());
        }
    }

    @Override
    public void close() {}
}
