package dev.astern.verify.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.bundle.BundleFile;
import dev.astern.journal.mutation.Cases;
import dev.astern.journal.mutation.Mutator;
import dev.astern.journal.proof.TlogProof;
import dev.astern.verify.SampleBundle;
import dev.astern.verify.stamp.TestAuthority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliTest {
    @TempDir
    Path folder;

    private final SampleBundle sample = new SampleBundle();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Path zip() {
        return folder.resolve("bundle.zip");
    }

    private Path policy() {
        return folder.resolve("policy");
    }

    @BeforeEach
    void files() throws IOException {
        Files.write(zip(), sample.zip(folder));
        Files.writeString(policy(), sample.policy());
        Files.write(folder.resolve("old"), sample.oldCheckpoint());
        Files.writeString(folder.resolve("tsa.pem"), pem(sample.authority()));
    }

    private static String pem(TestAuthority authority) {
        try {
            var encoded = Base64.getMimeEncoder().encodeToString(authority.root.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_bundle_is_verified_and_told() {
        var exitCode = run(
                "bundle",
                zip().toString(),
                "--policy",
                policy().toString(),
                "--old-checkpoint=" + folder.resolve("old"),
                "--tsa-ca",
                folder.resolve("tsa.pem").toString());
        assertThat(exitCode).isZero();
        assertThat(out.toString(UTF_8))
                .startsWith("verified: 4 entries of example.com/log, the sessions ses_1; disclosures shown: 6\n")
                .contains("\n  signed by w1.example.com, which saw it at 2026-")
                .contains("\n  extends the 2 entries of the checkpoint you kept\n")
                .contains("\n  time stamp of 2026-11-21T11:00:00Z\n")
                .doesNotContain("warning");
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void a_folder_is_as_good_as_a_zip() throws IOException {
        var unpacked = Files.createDirectory(folder.resolve("unpacked"));
        for (var file : sample.bundle(folder).contents().entrySet()) {
            Files.write(unpacked.resolve(file.getKey().fileName()), file.getValue());
        }
        assertThat(run("bundle", unpacked.toString(), "--policy", policy().toString()))
                .isZero();
        Files.writeString(unpacked.resolve("extra"), "");
        assertThat(run("bundle", unpacked.toString(), "--policy", policy().toString()))
                .isEqualTo(Cli.NOT_VERIFIED);
        Files.delete(unpacked.resolve("extra"));
        Files.delete(unpacked.resolve("audit.md"));
        Files.createSymbolicLink(unpacked.resolve("audit.md"), zip());
        assertThat(run("bundle", unpacked.toString(), "--policy", policy().toString()))
                .isEqualTo(Cli.NOT_VERIFIED);
    }

    @Test
    void programs_get_one_line_of_json() {
        assertThat(run("bundle", zip().toString(), "--policy", policy().toString(), "--json"))
                .isZero();
        assertThat(out.toString(UTF_8))
                .endsWith("}\n")
                .contains("\"verdict\":\"verified\"", "\"code\":\"timestamp_unchecked\"")
                .hasLineCount(1);
    }

    @Test
    void what_is_not_verified_names_the_step() throws IOException {
        var changed =
                sample.bundle(folder).with(BundleFile.RECEIPTS, text -> text.replaceFirst("deploy-bot", "deploy-bat"));
        Files.write(zip(), SampleBundle.zipped(changed.sealed()));
        assertThat(run("bundle", zip().toString(), "--policy", policy().toString()))
                .isEqualTo(Cli.NOT_VERIFIED);
        assertThat(out.toString(UTF_8)).startsWith("NOT VERIFIED\n  inclusion proofs.jsonl:1: ROOT: ");
        out.reset();
        assertThat(run("bundle", zip().toString(), "--policy", policy().toString(), "--json"))
                .isEqualTo(1);
        assertThat(out.toString(UTF_8)).contains("\"step\":\"inclusion\"", "\"verdict\":\"not_verified\"");
    }

    @Test
    void a_zip_that_is_none_or_has_odd_names_is_not_verified() throws IOException {
        var names =
                List.of("../manifest.json", "/manifest.json", "x/manifest.json", "Manifest.json", "manifest.json/", "");
        for (var name : names) {
            try (var zip = new ZipOutputStream(Files.newOutputStream(zip()))) {
                zip.putNextEntry(new ZipEntry(name.isEmpty() ? "x" : name));
                zip.closeEntry();
            }
            assertThat(run("bundle", zip().toString(), "--policy", policy().toString()))
                    .as(name)
                    .isEqualTo(1);
        }
        for (var content : List.of("", "PK", "hello")) {
            Files.writeString(zip(), content);
            assertThat(run("bundle", zip().toString(), "--policy", policy().toString()))
                    .as(content)
                    .isEqualTo(1);
        }
        var whole = sample.zip(folder);
        Files.write(zip(), Arrays.copyOf(whole, whole.length / 2));
        assertThat(run("bundle", zip().toString(), "--policy", policy().toString()))
                .isEqualTo(1);
    }

    @Test
    void a_file_that_is_there_twice_is_not_verified() throws IOException {
        var whole = sample.zip(folder);
        var doubled = new String(whole, ISO_8859_1).replace("timestamp.json", "receipts.jsonl");
        Files.write(zip(), doubled.getBytes(ISO_8859_1));
        out.reset();
        assertThat(run("bundle", zip().toString(), "--policy", policy().toString()))
                .isEqualTo(1);
        assertThat(out.toString(UTF_8)).contains("a bundle has no file twice");
    }

    @Test
    void a_proof_is_verified_with_its_entry() throws IOException {
        Files.write(folder.resolve("proof"), sample.proof().encode());
        Files.write(folder.resolve("entry"), sample.entry());
        var proof = List.of("proof", folder.resolve("proof").toString(), "--policy", policy().toString(), "--entry");
        assertThat(run(proof, folder.resolve("entry"))).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("verified: the entry is number 2 of example.com/log, among 4\n");
        Files.writeString(folder.resolve("line"), new String(sample.entry(), UTF_8) + "\n");
        assertThat(run(proof, folder.resolve("line"))).isZero();
        assertThat(run(proof, folder.resolve("proof"))).isEqualTo(1);
        Files.write(
                folder.resolve("proof"),
                new TlogProof(1, sample.proof().hashes(), sample.proof().checkpoint()).encode());
        assertThat(run(proof, folder.resolve("entry"))).isEqualTo(1);
        assertThat(out.toString(UTF_8))
                .endsWith("NOT VERIFIED\n  inclusion: ROOT: expected root " + sample.root() + ", the proof leads to "
                        + sample.otherRoot() + "\n");
    }

    @Test
    void wrong_usage_says_how_it_is_used() {
        var bundle = zip().toString();
        for (var wrong : List.of(
                List.<String>of(),
                List.of("verify"),
                List.of("bundle"),
                List.of("bundle", bundle),
                List.of("bundle", "--policy", "x"),
                List.of("bundle", bundle, bundle, "--policy", "x"),
                List.of("bundle", bundle, "--policy"),
                List.of("bundle", bundle, "--policy", "x", "--policy", "x"),
                List.of("bundle", bundle, "--policy=x", "--json=yes"),
                List.of("bundle", bundle, "--policy=x", "--json", "--json"),
                List.of("bundle", bundle, "--policy=x", "--entry=y"),
                List.of("bundle", bundle, "--policy=x", "--skip-signatures"),
                List.of("bundle", bundle, "--policy=x", "--max-bytes=many"),
                List.of("proof", bundle, "--policy=x"),
                List.of("proof", bundle, "--policy=x", "--entry=y", "--tsa-ca=z"))) {
            err.reset();
            assertThat(run(wrong.toArray(String[]::new))).as("%s", wrong).isEqualTo(Cli.UNUSABLE);
            assertThat(err.toString(UTF_8)).contains("java -jar astern-verify.jar bundle BUNDLE --policy FILE");
        }
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @Test
    void no_command_line_makes_it_throw() {
        var words = List.of(
                "bundle",
                "proof",
                "help",
                "version",
                "--policy",
                "--policy=",
                "--json",
                "--json=",
                "--",
                "-",
                "",
                "=",
                "--entry",
                "--max-bytes=9999999999999999999999",
                "--max-bytes=0",
                "\u0000",
                "--tsa-ca=\u0000",
                "x");
        Cases.run("command lines", Cases.MANY / 10, seed -> {
            var mutator = new Mutator(seed);
            var arguments = new ArrayList<String>();
            for (int i = mutator.below(8); i > 0; i--) {
                arguments.add(words.get(mutator.below(words.size())));
            }
            assertThat(Arguments.parse(arguments)).isNotNull();
        });
    }

    @Test
    void files_of_ones_own_that_are_wrong_are_no_verdict() throws IOException {
        Files.writeString(folder.resolve("bad"), "log x\n");
        assertUnusable(
                "line 1",
                "bundle",
                zip().toString(),
                "--policy",
                folder.resolve("bad").toString());
        assertUnusable(
                "can't be read",
                "bundle",
                zip().toString(),
                "--policy",
                folder.resolve("none").toString());
        assertUnusable("can't be read", "bundle", folder.resolve("none").toString(), "--policy", policy().toString());
        assertUnusable(
                "something else than certificates",
                "bundle",
                zip().toString(),
                "--policy",
                policy().toString(),
                "--tsa-ca",
                policy().toString());
        Files.writeString(folder.resolve("empty"), "");
        assertUnusable(
                "no certificate",
                "bundle",
                zip().toString(),
                "--policy",
                policy().toString(),
                "--tsa-ca",
                folder.resolve("empty").toString());
    }

    @Test
    void help_and_version() {
        assertThat(run("help")).isZero();
        assertThat(run("--help")).isZero();
        assertThat(run("version")).isZero();
        assertThat(out.toString(UTF_8)).contains("Exit codes: 0 verified", "astern-verify ", "bundles of version 1");
    }

    @Test
    void nothing_that_is_verified_steers_the_terminal() {
        assertThat(Printable.of("a\u001b[2J\u0085\u202eb\ud800é")).isEqualTo("a\\u{1b}[2J\\u{85}\\u{202e}b\\u{d800}é");
    }

    private void assertUnusable(String why, String... arguments) {
        err.reset();
        assertThat(run(arguments)).isEqualTo(Cli.UNUSABLE);
        assertThat(err.toString(UTF_8)).contains(why).hasLineCount(1);
    }

    private int run(List<String> arguments, Path last) {
        return new Cli(printing(out), printing(err))
                .run(Stream.concat(arguments.stream(), Stream.of(last.toString()))
                        .toList());
    }

    private int run(String... arguments) {
        return new Cli(printing(out), printing(err)).run(List.of(arguments));
    }

    private static PrintStream printing(ByteArrayOutputStream to) {
        return new PrintStream(to, true, UTF_8);
    }
}
