package dev.astern.cli;

import dev.astern.library.Loaded;
import dev.astern.library.RecoveryLibrary;
import dev.astern.library.model.Finding;
import dev.astern.library.model.Source;
import dev.astern.library.model.Subject.CommandSubject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** Everything here works without a server, so that authors of entries check them where they write them. */
@Command(
        name = "library",
        mixinStandardHelpOptions = true,
        description = "The recovery library: what takes which action back. Works without a server.",
        footer = {
            "",
            "Exit codes: 0 done; 1 a file has errors, or no entry matches; 2 wrong usage, or a file can't be read."
        },
        subcommands = picocli.CommandLine.HelpCommand.class)
final class LibraryCommand {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Checks files of entries, alone and beside the shipped ones.")
    int check(
            @Parameters(paramLabel = "FILE", arity = "1..*", description = "YAML.") List<Path> files,
            @Option(names = "--json", description = "Findings as JSON.") boolean json,
            @Option(names = "--strict", description = "Warnings count as errors.") boolean strict) {
        var loaded = RecoveryLibrary.loadWithShipped(sources(files));
        var findings = switch (loaded) {
            case Loaded.Read read -> read.warnings();
            case Loaded.Malformed bad -> bad.findings();
        };
        if (json) {
            System.out.println(JSON.writeValueAsString(
                    findings.stream().map(LibraryText::finding).toList()));
        } else {
            findings.forEach(finding -> {
                System.out.println(finding);
                System.out.println("  " + finding.code().next());
            });
            long errors = findings.stream().filter(Finding::error).count();
            System.out.println(errors + " errors, " + (findings.size() - errors) + " warnings");
        }
        return loaded instanceof Loaded.Malformed || (strict && !findings.isEmpty()) ? Main.REFUSED : 0;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "The entries.")
    int list(
            @Option(names = "--file", description = "A file of your own, beside the shipped entries.") @Nullable
                    List<Path> files,
            @Option(names = "--json", description = "As JSON.") boolean json) {
        var library = library(files);
        if (json) {
            System.out.println(JSON.writeValueAsString(
                    library.entries().stream().map(LibraryText::entry).toList()));
            return 0;
        }
        var table = new Table("ENTRY", "KIND", "CLASS", "TIER", "WHAT IT DOES");
        for (var entry : library.entries()) {
            table.row(
                    entry.id(),
                    lower(entry.shape().kind()),
                    lower(entry.classed().reversibility()),
                    lower(entry.classed().tier()),
                    entry.title());
        }
        table.print();
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "One entry with everything it says.")
    int show(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--file", description = "A file of your own, beside the shipped entries.") @Nullable
                    List<Path> files,
            @Option(names = "--json", description = "As JSON.") boolean json) {
        var found = library(files).entry(id);
        if (found.isEmpty()) {
            System.err.println("astern: no entry is called " + Table.printable(id));
            System.err.println("  `astern library list` has them all.");
            return Main.REFUSED;
        }
        print(LibraryText.entry(found.get()), json);
        return 0;
    }

    @Command(
            name = "explain",
            mixinStandardHelpOptions = true,
            description = "Which entry a command matches, and what would be captured and run to take it back.",
            footer = {"", "Example: astern library explain -- kubectl scale deployment/web --replicas=5 -n shop"})
    int explain(
            @Parameters(paramLabel = "CMD", arity = "1..*", description = "After --, as it would be run.")
                    List<String> command,
            @Option(names = "--file", description = "A file of your own, beside the shipped entries.") @Nullable
                    List<Path> files,
            @Option(
                            names = "--captured",
                            description = "A file with what the pre-capture printed, to fill the compensating action.")
                    @Nullable
                    Path captured,
            @Option(names = "--output", description = "A file with what the command itself printed.") @Nullable
                    Path output,
            @Option(names = "--json", description = "As JSON.") boolean json) {
        var library = library(files);
        var subject = new CommandSubject(command);
        var match = library.find(subject);
        if (match.isEmpty()) {
            print(LibraryText.unknown(library.classify(subject)), json);
            return Main.REFUSED;
        }
        var before = captured == null ? null : read(captured);
        var after = output == null ? null : read(output);
        print(LibraryText.explained(match.get(), before, after), json);
        return 0;
    }

    private static void print(Map<String, Object> facts, boolean json) {
        if (json) {
            System.out.println(JSON.writeValueAsString(facts));
            return;
        }
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        facts.forEach((name, value) -> {
            for (var line : value instanceof List<?> list ? list : List.of(value)) {
                System.out.println(
                        name.replace('_', ' ') + " ".repeat(width - name.length() + 2) + LibraryText.printable(line));
            }
        });
    }

    private static RecoveryLibrary library(@Nullable List<Path> files) {
        if (files == null) {
            return RecoveryLibrary.shipped();
        }
        return switch (RecoveryLibrary.loadWithShipped(sources(files))) {
            case Loaded.Read read -> read.library();
            case Loaded.Malformed bad ->
                throw new UsageException("errors in the file; `astern library check` says all of them; the first: "
                        + bad.findings().stream()
                                .filter(Finding::error)
                                .findFirst()
                                .orElseThrow());
        };
    }

    private static List<Source> sources(List<Path> files) {
        var sources = new ArrayList<Source>();
        files.forEach(file -> sources.add(new Source(file.toString(), read(file))));
        return sources;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UsageException("can't read " + file + ": " + e.getClass().getSimpleName());
        }
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
