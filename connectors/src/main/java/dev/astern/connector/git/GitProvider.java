package dev.astern.connector.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Connector;
import dev.astern.connector.ConnectorProvider;
import dev.astern.connector.Installation;
import dev.astern.connector.Lent;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.resource.ResourceConnector;
import dev.astern.connector.resource.ResourceInstallation;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Targets of kind {@code git}: one branch of a repository on this machine, or of a remote of it. The url is the repository's
 * folder. The options are {@code branch}; {@code remote}, the name of one whose branch it is; and with an https remote the
 * target's user and secret are used.
 */
public final class GitProvider implements ConnectorProvider {
    private static final Set<String> OPTIONS = Set.of("branch", "remote", "recordRows");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,200}");

    @Override
    public String kind() {
        return "git";
    }

    @Override
    public Connector open(TargetConfig config, Lent lent) {
        return new ResourceConnector(system(config), lent.keeping());
    }

    @Override
    public Installation installation(TargetConfig config, Lent lent) {
        folder(config);
        return new ResourceInstallation(() -> system(config), lent.keeping(), "git", List.of());
    }

    private static GitSystem system(TargetConfig config) {
        var options = config.options();
        options.keySet().stream()
                .filter(option -> !OPTIONS.contains(option))
                .findFirst()
                .ifPresent(option -> {
                    throw bad("a git target has no option " + option + "; it has "
                            + OPTIONS.stream().sorted().toList());
                });
        var branch = name(options.getOrDefault("branch", "main"));
        var git = new Git(folder(config), () -> credentials(config));
        var remote = options.get("remote");
        return new GitSystem(
                new Commits(git),
                remote == null ? new LocalTip(git, branch) : new RemoteTip(git, name(remote), branch));
    }

    private static String name(String name) {
        if (!NAME.matcher(name).matches() || name.contains("..") || name.endsWith("/") || name.endsWith(".lock")) {
            throw bad("a branch or remote has no such name");
        }
        return name;
    }

    private static Path folder(TargetConfig config) {
        try {
            var folder = Path.of(config.url().replaceFirst("^file://", ""));
            if (!folder.isAbsolute() || !Files.isDirectory(folder)) {
                throw bad("the url of a git target is the folder of a repository on this machine, from the root");
            }
            return folder;
        } catch (InvalidPathException e) {
            throw bad("the url is no folder");
        }
    }

    /** Only https remotes are shown them. */
    private static Map<String, String> credentials(TargetConfig config) {
        if (config.user().isEmpty()) {
            return Map.of();
        }
        var pair = config.user() + ":" + config.password().reveal().strip();
        var header = "Authorization: Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
        return Map.of("http.extraHeader", header, "http.followRedirects", "false");
    }

    private static ProblemException bad(String detail) {
        return Problem.of(Reason.BAD_REQUEST, detail).toException();
    }
}
