package dev.astern.connector.git;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.resource.Within;

/** A branch of the repository itself. Where it is checked out, the files there follow, and nobody's edits are lost. */
final class LocalTip implements Tip {
    private final Git git;
    private final String ref;

    LocalTip(Git git, String branch) {
        this.git = git;
        this.ref = "refs/heads/" + branch;
    }

    @Override
    public String commit(Within within) {
        var ran = git.run(within, "rev-parse", "--verify", "--quiet", ref + "^{commit}");
        if (!ran.good()) {
            throw Problem.of(Reason.TARGET_NOT_READY, "there is no branch " + ref + " with a commit in this repository")
                    .toException();
        }
        return ran.text();
    }

    @Override
    public synchronized Step advance(String from, String to, String path, Within within) {
        boolean checkedOut = git.run(within, "rev-parse", "--is-inside-work-tree")
                        .text()
                        .equals("true")
                && git.run(within, "symbolic-ref", "--quiet", "HEAD").text().equals(ref);
        if (checkedOut && edited(from, path, within)) {
            return new Step.Refused(Problem.of(
                    Reason.CONFLICTING_STATE, path + " has changes in the working tree that nobody committed"));
        }
        try {
            var ran = git.run(within, "update-ref", "-m", "astern", ref, to, from);
            if (!ran.good()) {
                return commit(within).equals(from) ? new Step.Refused(ran.problem()) : new Step.Moved();
            }
        } catch (ProblemException e) {
            return new Step.Doubtful(e.problem());
        }
        if (checkedOut) {
            // Takes over what the commit changed and stops where that would lose an edit.
            git.run(within, "read-tree", "-m", "-u", from, to);
        }
        return new Step.Done();
    }

    private boolean edited(String from, String path, Within within) {
        git.run(within, "update-index", "-q", "--refresh");
        boolean known =
                git.run(within, "diff-index", "--quiet", from, "--", path).good();
        return !known
                || !git.run(within, "ls-files", "--others", "--", path).text().isEmpty();
    }
}
