package dev.astern.storage.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks a tar archive compressed with xz: files, folders and symbolic links, with their modes. */
final class Archive {
    private static final int WORLD_READABLE = 0444;

    private Archive() {}

    /** Every file is on the disk when this returns, so that a rename after it never shows a half-written one. */
    static void unpack(InputStream compressed, Path into) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(compressed)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, into);
            }
        }
    }

    private static void unpack(InputStream content, TarArchiveEntry entry, Path into) throws IOException {
        var path = inside(into, into.resolve(entry.getName()), entry);
        if (entry.isDirectory()) {
            Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
            Files.createDirectories(path.resolveSibling("."));
            inside(into, path.resolveSibling(entry.getLinkName()), entry);
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isFile() && !entry.isLink()) {
            Files.createDirectories(path.resolveSibling("."));
            write(content, path);
            Files.setPosixFilePermissions(path, permissions(entry.getMode() | WORLD_READABLE));
        } else {
            throw new IOException("unexpected kind of entry " + entry.getName());
        }
    }

    private static Path inside(Path into, Path path, TarArchiveEntry entry) throws IOException {
        var normal = path.normalize();
        if (!normal.startsWith(into)) {
            throw new IOException("entry " + entry.getName() + " leads out of the archive");
        }
        return normal;
    }

    private static void write(InputStream content, Path path) throws IOException {
        try (var file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            content.transferTo(Channels.newOutputStream(file));
            file.force(true);
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        var all = PosixFilePermission.values();
        var set = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < all.length; bit++) {
            if ((mode & (1 << (all.length - 1 - bit))) != 0) {
                set.add(all[bit]);
            }
        }
        return set;
    }
}
