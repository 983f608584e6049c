package dev.astern.verify.cli;

import dev.astern.journal.Bytes;
import dev.astern.journal.Parsed;
import dev.astern.journal.bundle.BundleOpening;
import dev.astern.journal.bundle.BundleSource;
import dev.astern.journal.entry.Entry;
import dev.astern.journal.note.Reading;
import dev.astern.journal.proof.TlogProofCheck;
import dev.astern.journal.proof.TlogProofVerifier;
import dev.astern.verify.BundleVerifier;
import dev.astern.verify.Failure;
import dev.astern.verify.Options;
import dev.astern.verify.Step;
import dev.astern.verify.Verdict;
import dev.astern.verify.cli.Inputs.UnusableException;
import java.io.IOException;
import java.io.PrintStream;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Does what a command line asks for, and says how it went by its exit code. */
final class Cli {
    static final int VERIFIED = 0;
    static final int NOT_VERIFIED = 1;
    static final int UNUSABLE = 2;

    private final PrintStream out;
    private final PrintStream err;

    Cli(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    int run(List<String> arguments) {
        try {
            return switch (Arguments.parse(arguments)) {
                case Command.Bundle bundle -> bundle(bundle);
                case Command.Proof proof -> proof(proof);
                case Command.Help() -> print(Help.TEXT);
                case Command.Version() -> print(Help.version() + "\n");
                case Command.Wrong(var why) -> fail(why + "\n\n" + Help.TEXT);
            };
        } catch (UnusableException e) {
            return fail(e.getMessage() + "\n");
        } catch (RuntimeException | Error e) {
            // Whatever is wrong here, it must neither look like a verdict nor hide behind a stack trace.
            return fail(
                    "a bug of this program, not a verdict: " + e.getClass().getName() + ": " + e.getMessage() + "\n");
        }
    }

    private int bundle(Command.Bundle command) throws UnusableException {
        var policy = Inputs.policy(command.policy());
        var options = options(command);
        var verdict = verdict(command, new BundleVerifier(policy, options));
        print(command.style().json() ? BundleReport.json(verdict) : BundleReport.text(verdict));
        return verdict instanceof Verdict.Verified ? VERIFIED : NOT_VERIFIED;
    }

    private static Options options(Command.Bundle command) throws UnusableException {
        Optional<Bytes> kept = Optional.empty();
        if (command.oldCheckpoint().isPresent()) {
            kept = Optional.of(Bytes.copyOf(Inputs.read(command.oldCheckpoint().get())));
        }
        List<X509Certificate> authorities = List.of();
        if (command.authorities().isPresent()) {
            authorities = Inputs.certificates(command.authorities().get());
        }
        return new Options(
                reading(command.interoperable()),
                command.followRotations(),
                kept,
                authorities,
                command.maxBytes().orElse(Options.STRICT.maxBytes()),
                Options.STRICT.threads());
    }

    private static Verdict verdict(Command.Bundle command, BundleVerifier verifier) throws UnusableException {
        try {
            return switch (BundleSource.open(command.bundle())) {
                case BundleOpening.Opened(var source) -> {
                    try (source) {
                        yield verifier.verify(source);
                    }
                }
                case BundleOpening.Refused(var flaw) ->
                    new Verdict.Refuted(List.of(new Failure(Step.FILES, "", flaw.sentence())), List.of());
            };
        } catch (IOException e) {
            throw new UnusableException(command.bundle(), "it can't be read");
        }
    }

    private int proof(Command.Proof command) throws UnusableException {
        var verifier = new TlogProofVerifier(Inputs.policy(command.policy()), reading(command.interoperable()));
        var leaf = withoutNewline(Inputs.read(command.entry()));
        var check = verifier.verify(Inputs.read(command.proof()), leaf);
        if (check instanceof TlogProofCheck.Accepted
                && Entry.parse(leaf) instanceof Parsed.Malformed<Entry>(var flaw)) {
            check = new TlogProofCheck.Rejected(TlogProofCheck.Step.ENTRY, flaw.sentence());
        }
        print(command.style().json() ? ProofReport.json(check) : ProofReport.text(check));
        return check instanceof TlogProofCheck.Accepted ? VERIFIED : NOT_VERIFIED;
    }

    /** No entry ends with one, and a line of a file does. */
    private static byte[] withoutNewline(byte[] entry) {
        int length = entry.length;
        return length > 0 && entry[length - 1] == '\n' ? Arrays.copyOf(entry, length - 1) : entry;
    }

    private static Reading reading(boolean interoperable) {
        return interoperable ? Reading.INTEROPERABLE : Reading.STRICT;
    }

    private int print(String text) {
        text.lines().forEach(line -> out.println(Printable.of(line)));
        return VERIFIED;
    }

    private int fail(String text) {
        text.lines().forEach(line -> err.println(Printable.of(line)));
        return UNUSABLE;
    }
}
