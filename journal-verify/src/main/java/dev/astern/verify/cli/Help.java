package dev.astern.verify.cli;

import java.util.Optional;

/** What the program says of itself. */
final class Help {
    static final String TEXT = """
            Verifies what Astern's journal hands out, offline, trusting nothing but your policy.

              java -jar astern-verify.jar bundle BUNDLE --policy FILE [OPTIONS]
              java -jar astern-verify.jar proof FILE.tlog-proof --entry FILE --policy FILE [OPTIONS]
              java -jar astern-verify.jar help | version

            BUNDLE is a zip, or a folder of the same files. The policy is a C2SP tlog-policy file with the log's
            verifier key, your witnesses and the quorum; get it from somebody you trust, not with the bundle. The
            entry of a proof is a line of receipts.jsonl, with or without its newline.

              --old-checkpoint FILE  a checkpoint you kept: the log has to extend it (bundle)
              --tsa-ca PEM           certificates of time stamp authorities: the bundle has to have a time stamp of
                                     one of them (bundle)
              --follow-rotations     a key counts that a key of the policy handed over to (bundle)
              --interoperable        ignore what is not known, as other tools do, and say what was ignored
              --max-bytes N          refuse larger bundles; 68719476736 if not given (bundle)
              --json                 the verdict as one line of JSON

            Exit codes: 0 verified; 1 not verified; 2 wrong usage, or a file that can't be read.

            Examples:
              java -jar astern-verify.jar bundle session.zip --policy policy.txt --old-checkpoint last-month
              java -jar astern-verify.jar bundle session.zip --policy policy.txt --tsa-ca tsa.pem --json
              java -jar astern-verify.jar proof 73894.tlog-proof --entry 73894.json --policy policy.txt

            A policy of one log and two witnesses, both of which have to have seen its checkpoint:
              log example.com/log+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k
              witness one WITNESS_KEY
              witness two WITNESS_KEY
              group both all one two
              quorum both
            """;

    private Help() {}

    /** Of the jar this comes from. */
    static String version() {
        var version = Optional.ofNullable(Help.class.getPackage().getImplementationVersion());
        return "astern-verify " + version.orElse("(not from a jar)") + ", bundles of version 1, c2sp.org/tlog-proof@v1";
    }
}
