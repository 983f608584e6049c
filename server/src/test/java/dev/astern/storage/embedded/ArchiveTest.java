package dev.astern.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

final class ArchiveTest {
    @TempDir
    Path folder = Path.of("");

    private static byte[] archive(TarArchiveEntry entry, String content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new XZOutputStream(bytes, new LZMA2Options()))) {
            var text = content.getBytes(StandardCharsets.UTF_8);
            if (entry.isFile()) {
                entry.setSize(text.length);
            }
            tar.putArchiveEntry(entry);
            tar.write(text);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    @Test
    void keeps_modes() throws IOException {
        var entry = new TarArchiveEntry("bin/run");
        entry.setMode(0755);
        Archive.unpack(new ByteArrayInputStream(archive(entry, "x")), folder);
        assertThat(Files.isExecutable(folder.resolve("bin/run"))).isTrue();
        assertThat(folder.resolve("bin/run")).hasContent("x");
    }

    @Test
    void refuses_what_leads_out() throws IOException {
        var file = archive(new TarArchiveEntry("../out"), "x");
        assertThatThrownBy(() -> Archive.unpack(new ByteArrayInputStream(file), folder.resolve("in")))
                .hasMessageContaining("leads out of the archive");
        var link = new TarArchiveEntry("link", TarConstants.LF_SYMLINK);
        link.setLinkName("../../etc");
        var bytes = archive(link, "");
        assertThatThrownBy(() -> Archive.unpack(new ByteArrayInputStream(bytes), folder.resolve("in")))
                .hasMessageContaining("leads out of the archive");
    }
}
