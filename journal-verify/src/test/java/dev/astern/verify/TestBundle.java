package dev.astern.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import dev.astern.journal.bundle.BundleFile;
import dev.astern.journal.bundle.BundleSource;
import dev.astern.journal.bundle.FileDigest;
import dev.astern.journal.bundle.Manifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.zip.ZipInputStream;

/** A bundle in memory, of which anything can be changed. */
public record TestBundle(Map<BundleFile, byte[]> contents) implements BundleSource {
    static TestBundle of(byte[] zip) {
        var contents = new EnumMap<BundleFile, byte[]>(BundleFile.class);
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                contents.put(BundleFile.of(entry.getName()).orElseThrow(), in.readAllBytes());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return new TestBundle(contents);
    }

    byte[] get(BundleFile file) {
        return contents.getOrDefault(file, new byte[0]);
    }

    String text(BundleFile file) {
        return new String(get(file), UTF_8);
    }

    /** With another content, which the manifest does not know of. */
    public TestBundle with(BundleFile file, byte[] content) {
        var changed = new EnumMap<>(contents);
        changed.put(file, content);
        return new TestBundle(changed);
    }

    public TestBundle with(BundleFile file, UnaryOperator<String> change) {
        return with(file, change.apply(text(file)).getBytes(UTF_8));
    }

    public TestBundle without(BundleFile file) {
        var changed = new EnumMap<>(contents);
        changed.remove(file);
        return new TestBundle(changed);
    }

    Manifest manifest() {
        return ((Parsed.Read<Manifest>) Manifest.parse(get(BundleFile.MANIFEST))).value();
    }

    /** With a manifest that fits, as an attacker would make it. */
    public TestBundle sealed() {
        var manifest = manifest();
        var digests = new EnumMap<BundleFile, FileDigest>(BundleFile.class);
        contents.forEach((file, content) -> {
            if (file != BundleFile.MANIFEST) {
                digests.put(file, new FileDigest(content.length, Hash.sha256(content)));
            }
        });
        long entries = text(BundleFile.RECEIPTS).lines().count();
        return with(
                BundleFile.MANIFEST,
                new Manifest(manifest.created(), entries, digests, manifest.origin(), manifest.scope()).encode());
    }

    @Override
    public Set<BundleFile> files() {
        return contents.keySet();
    }

    @Override
    public InputStream open(BundleFile file) {
        return new ByteArrayInputStream(get(file));
    }

    @Override
    public void close() {}
}
