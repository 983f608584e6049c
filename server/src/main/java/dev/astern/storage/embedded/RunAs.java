package dev.astern.storage.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * As whom PostgreSQL runs: it refuses to run as root, so there another user is taken; everywhere else it is ourselves.
 *
 * @param user the other user, or null for ourselves
 * @param group that user's own group, by number
 */
record RunAs(@Nullable String user, String group) {
    private static final List<String> CANDIDATES = List.of("astern", "postgres", "nobody");

    /** Whoever owns the cluster if there is one; otherwise the first of the usual unprivileged users. */
    static RunAs of(Path data) throws IOException {
        if (!id("-u").equals("0")) {
            return new RunAs(null, "");
        }
        var user = Files.exists(data) ? Files.getOwner(data).getName() : candidate(data);
        return new RunAs(user, id("-g", user));
    }

    private static String candidate(Path path) {
        var user =
                CANDIDATES.stream().filter(name -> find(path, name).isPresent()).findFirst();
        return user.orElseThrow(() -> new EmbeddedPostgresException(
                "PostgreSQL refuses to run as root, and this machine has none of the users " + CANDIDATES
                        + "; start the server as an ordinary user."));
    }

    private static String id(String... question) {
        var command = new ArrayList<>(List.of("id"));
        command.addAll(List.of(question));
        var result = Command.run(Path.of("/"), command);
        if (result.exit() != 0) {
            throw new EmbeddedPostgresException("id failed: " + result.output());
        }
        return result.output().strip();
    }

    private static Optional<UserPrincipal> find(Path path, String name) {
        try {
            return Optional.of(
                    path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name));
        } catch (UserPrincipalNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new EmbeddedPostgresException("The users of this machine can't be read: " + e.getMessage(), e);
        }
    }

    /** The command, run as that user in a session of its own, which a terminal's Ctrl-C does not reach. */
    List<String> detached(List<String> command) {
        var all = new ArrayList<String>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            all.add("/usr/bin/setsid");
        }
        all.addAll(command(command));
        return all;
    }

    /** The command, run as that user. */
    List<String> command(List<String> command) {
        if (user == null) {
            return command;
        }
        var all = new ArrayList<>(List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups", "--"));
        all.addAll(command);
        return all;
    }

    /** Hands a file or folder to that user. */
    void own(Path path) throws IOException {
        if (user != null) {
            Files.getFileAttributeView(path, PosixFileAttributeView.class)
                    .setOwner(find(path, user).orElseThrow());
        }
    }

    /** Refuses a folder which that user can't enter, for want of rights on one above it. */
    void checkEnters(Path folder) {
        if (user != null
                && Command.run(folder, command(List.of("test", "-x", folder.toString())))
                                .exit()
                        != 0) {
            throw new EmbeddedPostgresException("PostgreSQL refuses to run as root, so it runs as " + user
                    + ", who can't enter " + folder + ". Choose a folder whose parents everybody may enter, or start"
                    + " the server as an ordinary user.");
        }
    }
}
