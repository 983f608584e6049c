package dev.astern.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs the server in the foreground, on loopback with its own store unless told otherwise.")
final class ServeCommand implements Callable<Integer> {
    @Option(names = "--host", paramLabel = "ADDRESS", description = "Where it listens; loopback by default.")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "NUMBER", description = "0 takes any that is free.")
    private @Nullable Integer port;

    @Option(
            names = "--store-url",
            paramLabel = "URL",
            description = "The store, as jdbc:postgresql://HOST/DATABASE; without it, one of its own.")
    private @Nullable String storeUrl;

    @Option(names = "--store-user", paramLabel = "NAME", description = "Whom the store knows it as.")
    private @Nullable String storeUser;

    @Option(names = "--store-password-file", paramLabel = "FILE", description = "Holds that user's password.")
    private @Nullable Path storePasswordFile;

    @Option(
            names = "--master-key-file",
            paramLabel = "FILE",
            description = "Holds the key that wraps all others, 64 hex digits; made at the first start.")
    private @Nullable Path masterKeyFile;

    @Option(
            names = "--signer",
            paramLabel = "FOLDER",
            description = "Has the journal's key and what was signed last; none where another node signs.")
    private @Nullable String signer;

    @Option(names = "--log-origin", paramLabel = "HOST/LOG", description = "The journal's name, when it is new.")
    private @Nullable String logOrigin;

    @Option(
            names = "--recover-journal",
            paramLabel = "HOST/LOG",
            description = "Goes on with a new log of this name after entries that were signed are lost.")
    private @Nullable String recoverJournal;

    @Option(
            names = "--witness-policy",
            paramLabel = "FILE",
            description = "A tlog-policy file: witnesses with their URLs, and how many have to cosign.")
    private @Nullable Path witnessPolicy;

    @Option(
            names = "--timestamp-url",
            paramLabel = "URL",
            description = "An RFC 3161 authority that stamps a checkpoint every hour.")
    private @Nullable String timestampUrl;

    @Option(
            names = "--retain-days",
            paramLabel = "DAYS",
            description = "Erases what a session keeps sealed so long after it was closed; without it nothing is.")
    private @Nullable Integer retainDays;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "In force until one is applied: a file, or the name of one that is shipped (default,"
                    + " permissive).")
    private @Nullable String policy;

    @Option(
            names = "--stop-folder",
            paramLabel = "FOLDER",
            description =
                    "Any file in it stops this node, and so does its absence; stop in the data folder by default.")
    private @Nullable Path stopFolder;

    @Option(
            names = "--connectors",
            paramLabel = "FILE",
            description = "Lists jars with connectors of others and their digests, as sha256sum writes them.")
    private @Nullable Path connectors;

    @Option(
            names = "--library",
            paramLabel = "FOLDER",
            description = "Recovery entries of your own (*.yaml), beside the shipped ones.")
    private @Nullable Path library;

    @Option(
            names = "--smtp-port",
            paramLabel = "NUMBER",
            description = "Where applications of this machine hand over mail; nowhere by default, 0 takes any.")
    private @Nullable Integer smtpPort;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var process = new ProcessBuilder(ServerProcess.command(settings()))
                .inheritIO()
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return process.waitFor();
    }

    private List<String> settings() {
        var settings = new ArrayList<String>();
        add(settings, "--host", host);
        add(settings, "--port", port);
        add(settings, "--store-url", storeUrl);
        add(settings, "--store-user", storeUser);
        add(settings, "--store-password-file", storePasswordFile);
        add(settings, "--master-key-file", masterKeyFile);
        add(settings, "--signer", signer);
        add(settings, "--log-origin", logOrigin);
        add(settings, "--recover-journal", recoverJournal);
        add(settings, "--witness-policy", witnessPolicy);
        add(settings, "--timestamp-url", timestampUrl);
        add(settings, "--retain-days", retainDays);
        add(settings, "--connectors", connectors);
        add(settings, "--library", library);
        add(settings, "--smtp-port", smtpPort);
        add(settings, "--policy", policy);
        add(settings, "--stop-folder", stopFolder);
        return settings;
    }

    private static void add(List<String> settings, String name, @Nullable Object value) {
        if (value != null) {
            settings.add(name + "=" + value);
        }
    }
}
