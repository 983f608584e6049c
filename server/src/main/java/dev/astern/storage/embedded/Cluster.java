package dev.astern.storage.embedded;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of one cluster.
 *
 * @param folder password, log, lock and the cluster itself
 * @param home the binaries
 * @param runAs who owns the cluster
 * @param password of the superuser
 */
record Cluster(Path folder, Path home, RunAs runAs, String password) {
    static final String USER = "astern";
    private static final int PASSWORD_BITS = 256;
    private static final int RADIX = 36;

    /** Opens the cluster in a folder, and makes it at the first time. */
    static Cluster open(EmbeddedPostgresSettings settings, Path home) throws IOException {
        var folder = settings.folder();
        var runAs = RunAs.of(data(folder));
        Files.setPosixFilePermissions(
                folder, PosixFilePermissions.fromString(runAs.user() == null ? "rwx------" : "rwx--x--x"));
        runAs.checkEnters(folder);
        runAs.checkEnters(home);
        var cluster = new Cluster(folder, home, runAs, password(folder));
        if (!Files.exists(cluster.data())) {
            cluster.make(settings.durable());
        }
        return cluster;
    }

    Path data() {
        return data(folder);
    }

    Path log() {
        return folder.resolve("postgres.log");
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    private static Path data(Path folder) {
        return folder.resolve("data");
    }

    /** Made before the cluster, so that a cluster never exists whose password nobody knows. */
    private static String password(Path folder) throws IOException {
        var file = folder.resolve("password");
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            if (Files.exists(data(folder))) {
                throw new EmbeddedPostgresException(
                        file + " is missing, without which the cluster beside it can't be entered; put it back.", e);
            }
        }
        var password = new BigInteger(PASSWORD_BITS, new SecureRandom()).toString(RADIX);
        var part = folder.resolve("password.part");
        Files.deleteIfExists(part);
        writeSecret(part, password);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        return password;
    }

    private static void writeSecret(Path file, String secret) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, secret, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    }

    /** A cluster with its final name is complete: initdb works under another one. */
    private void make(boolean durable) throws IOException {
        var staging = folder.resolve("data.part");
        Folders.delete(staging);
        Files.createDirectory(staging);
        runAs.own(staging);
        var passwordFile = folder.resolve("initdb-password");
        Files.deleteIfExists(passwordFile);
        try {
            writeSecret(passwordFile, password);
            runAs.own(passwordFile);
            var result = Command.run(folder, runAs.command(initdb(staging, passwordFile, durable)));
            if (result.exit() != 0) {
                throw new EmbeddedPostgresException("initdb failed in " + folder + ":\n" + result.output());
            }
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        Files.move(staging, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> initdb(Path into, Path passwordFile, boolean durable) {
        var command = new ArrayList<>(List.of(
                program("initdb"),
                "--pgdata=" + into,
                "--username=" + USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                // Repeating protects passwords that can be guessed; this one can't, and each connection would pay for
                // it.
                "--set=scram_iterations=1",
                "--encoding=UTF8",
                "--no-locale"));
        if (!durable) {
            command.add("--no-sync");
        }
        return command;
    }
}
