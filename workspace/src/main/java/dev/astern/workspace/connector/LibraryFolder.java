package dev.astern.workspace.connector;

import dev.astern.library.Loaded;
import dev.astern.library.RecoveryLibrary;
import dev.astern.library.model.Finding;
import dev.astern.library.model.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An operator's own recovery entries beside the shipped ones. With an error in any of them nothing starts. */
public final class LibraryFolder {
    private static final int SHOWN = 5;

    private LibraryFolder() {}

    /** @throws IllegalArgumentException where the folder can't be read, or an entry in it has errors */
    public static RecoveryLibrary of(@Nullable Path folder) {
        if (folder == null) {
            return RecoveryLibrary.shipped();
        }
        return switch (RecoveryLibrary.loadWithShipped(sources(folder))) {
            case Loaded.Read read -> read.library();
            case Loaded.Malformed(var findings) ->
                throw new IllegalArgumentException(
                        "the recovery entries in " + folder + " have errors; see `astern library"
                                + " check`: "
                                + findings.stream()
                                        .filter(Finding::error)
                                        .limit(SHOWN)
                                        .map(Finding::toString)
                                        .collect(Collectors.joining("; ")));
        };
    }

    private static List<Source> sources(Path folder) {
        try (var files = Files.list(folder)) {
            var sources = new ArrayList<Source>();
            for (var file : files.sorted().toList()) {
                var name = file.getFileName().toString();
                if (name.endsWith(".yaml") || name.endsWith(".yml")) {
                    sources.add(new Source(name, Files.readString(file)));
                }
            }
            if (sources.isEmpty()) {
                throw new IllegalArgumentException("there is no file of recovery entries (*.yaml) in " + folder);
            }
            return sources;
        } catch (IOException e) {
            throw new IllegalArgumentException("the recovery entries in " + folder + " can't be read", e);
        }
    }
}
