package dev.astern.workspace.command;

import dev.astern.workspace.posix.Fd;
import dev.astern.workspace.posix.Posix;
import dev.astern.workspace.posix.PosixException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders that commands' layers and output are in while they run. */
public final class Layers {
    private Layers() {}

    public static Path make(Path layers, String name) throws IOException {
        var layer = layers.resolve(name);
        remove(layer);
        Files.createDirectories(layer.resolve("upper"));
        Files.createDirectories(layer.resolve("work"));
        return layer;
    }

    /** With all that is in it, whatever a command made of that; no link is followed. */
    public static void remove(Path layer) throws IOException {
        if (!Files.isDirectory(layer)) {
            return;
        }
        try (var folder = Posix.openFolder(layer.resolveSibling("."))) {
            remove(folder, layer.getFileName().toString());
        }
    }

    private static void remove(Fd folder, String name) throws PosixException {
        if (!Posix.stat(folder, name).isFolder()) {
            Posix.unlink(folder, name);
            return;
        }
        if (emptied(folder, name)) {
            return;
        }
        Posix.changeMode(folder, name, 0700);
        try (var inside = Posix.openFolder(folder, name)) {
            for (var child : Posix.names(inside)) {
                remove(inside, child);
            }
        }
        Posix.removeFolder(folder, name);
    }

    private static boolean emptied(Fd folder, String name) throws PosixException {
        try {
            Posix.removeFolder(folder, name);
            return true;
        } catch (PosixException e) {
            if (e.is(PosixException.ENOTEMPTY)) {
                return false;
            }
            throw e;
        }
    }
}
