package dev.astern.connector.git;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.http.Shown;
import dev.astern.connector.resource.Within;
import java.util.regex.Pattern;

/** A branch of a remote: it is fetched before it is looked at, and goes on by a plain push, never by force. */
final class RemoteTip implements Tip {
    private static final Pattern MOVED =
            Pattern.compile("\\((fetch first|non-fast-forward|stale info)\\)|cannot lock ref|failed to update ref");

    private final Git git;
    private final String remote;
    private final String branch;

    RemoteTip(Git git, String remote, String branch) {
        this.git = git;
        this.remote = remote;
        this.branch = branch;
    }

    private String tracking() {
        return "refs/remotes/" + remote + "/" + branch;
    }

    /** The answer of the fetch itself counts: other threads fetch as well. */
    @Override
    public synchronized String commit(Within within) {
        var fetched =
                git.run(within, "fetch", "--quiet", "--no-tags", remote, "+refs/heads/" + branch + ":" + tracking());
        if (!fetched.good()) {
            throw Problem.of(Reason.TARGET_UNREACHABLE, "git says: " + Shown.of(fetched.error()))
                    .toException();
        }
        return git.run(within, "rev-parse", "--verify", tracking() + "^{commit}")
                .text();
    }

    @Override
    public Step advance(String from, String to, String path, Within within) {
        try {
            var ran = git.run(within, "push", "--porcelain", "--no-verify", remote, to + ":refs/heads/" + branch);
            if (ran.good()) {
                return new Step.Done();
            }
            var said = ran.text() + "\n" + ran.error();
            if (MOVED.matcher(said).find()) {
                return new Step.Moved();
            }
            // Only a line for the branch says that the other side looked at it and said no.
            return ran.text().contains("!\t")
                    ? new Step.Refused(Problem.of(Reason.TARGET_REFUSED, "the remote says: " + Shown.of(said)))
                    : new Step.Doubtful(ran.problem());
        } catch (ProblemException e) {
            return new Step.Doubtful(e.problem());
        }
    }
}
