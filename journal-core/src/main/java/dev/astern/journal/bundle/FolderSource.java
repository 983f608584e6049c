package dev.astern.journal.bundle;

import dev.astern.journal.Flaw;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** A bundle's files in a folder. A link could lead anywhere, so there are none. */
record FolderSource(Path folder, Set<BundleFile> files) implements BundleSource {
    static BundleOpening open(Path folder) throws IOException {
        var files = EnumSet.noneOf(BundleFile.class);
        try (var paths = Files.newDirectoryStream(folder)) {
            for (var path : paths) {
                var file = BundleFile.of(path.getFileName().toString());
                if (file.isEmpty() || !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    return new BundleOpening.Refused(Flaw.BUNDLE_NAME);
                }
                files.add(file.get());
            }
        }
        return new BundleOpening.Opened(new FolderSource(folder, files));
    }

    @Override
    public InputStream open(BundleFile file) throws IOException {
        return Files.newInputStream(folder.resolve(file.fileName()), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() {}
}
