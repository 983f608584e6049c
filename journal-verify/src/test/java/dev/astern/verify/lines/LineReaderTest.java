package dev.astern.verify.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.Hash;
import dev.astern.journal.bundle.BundleFile;
import dev.astern.journal.bundle.BundleSource;
import dev.astern.journal.bundle.FileDigest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    /** Hands out a few bytes at a time, or breaks. */
    private record Source(String content, boolean broken) implements BundleSource {
        @Override
        public Set<BundleFile> files() {
            return Set.of(BundleFile.RECEIPTS);
        }

        @Override
        public InputStream open(BundleFile file) throws IOException {
            if (broken) {
                throw new IOException("broken");
            }
            var random = new SplittableRandom(content.length());
            return new ByteArrayInputStream(content.getBytes(UTF_8)) {
                @Override
                public synchronized int read(byte[] into, int start, int length) {
                    return super.read(into, start, Math.min(length, random.nextInt(1, 5_000)));
                }
            };
        }

        @Override
        public void close() {}
    }

    private static CheckedFile file(byte[] content) {
        return file(content, new FileDigest(content.length, Hash.sha256(content)));
    }

    private static CheckedFile file(byte[] content, FileDigest expected) {
        return CheckedFile.open(new Source(new String(content, UTF_8), false), BundleFile.RECEIPTS, expected);
    }

    @Test
    void lines_of_any_length_are_read_as_they_are() {
        for (long seed = 1; seed <= 50; seed++) {
            var random = new SplittableRandom(seed);
            var lines = new ArrayList<String>();
            for (int i = random.nextInt(60); i > 0; i--) {
                lines.add("x".repeat(random.nextInt(4) == 0 ? random.nextInt(200_000) : random.nextInt(50)));
            }
            var text = String.join("\n", lines) + (lines.isEmpty() ? "" : "\n");
            var file = file(text.getBytes(UTF_8));
            var reader = new LineReader(file, 200_000);
            var read = new ArrayList<String>();
            for (var line = reader.next(); line != null; line = reader.next()) {
                read.add(new String(line, UTF_8));
            }
            assertThat(read).as("seed %d", seed).isEqualTo(lines);
            assertThat(reader.malformed()).isFalse();
            assertThat(file.finish()).isEmpty();
        }
    }

    @Test
    void a_line_that_does_not_end_or_is_too_long_is_none() {
        for (var text :
                List.of("a\nb", "a\nbbbbbbbbbbb\n", "a\n" + "b".repeat(200_000), "a\n" + "b".repeat(200_000) + "\n")) {
            var reader = new LineReader(file(text.getBytes(UTF_8)), 10);
            assertThat(reader.next()).isEqualTo(new byte[] {'a'});
            assertThat(reader.next()).isNull();
            assertThat(reader.next()).isNull();
            assertThat(reader.malformed()).isTrue();
            assertThat(reader.place()).isEqualTo("receipts.jsonl:2");
        }
    }

    @Test
    void a_file_is_exactly_what_its_manifest_names() {
        var content = "a\n".repeat(100_000).getBytes(UTF_8);
        var digest = Hash.sha256(content);
        assertThat(file(content).finish()).isEmpty();
        assertThat(file(content, new FileDigest(content.length - 1, digest)).finish())
                .hasValueSatisfying(problem -> assertThat(problem).startsWith("it goes on after"));
        assertThat(file(content, new FileDigest(content.length + 1, digest)).finish())
                .hasValueSatisfying(problem -> assertThat(problem).startsWith("it ends before"));
        assertThat(file(content, new FileDigest(content.length, Hash.EMPTY_TREE))
                        .finish())
                .contains("its digest is not the manifest's");
        assertThat(file(new byte[0]).finish()).isEmpty();
    }

    @Test
    void a_file_that_can_not_be_opened_is_not_what_its_manifest_names() {
        var closed = CheckedFile.open(new Source("", true), BundleFile.RECEIPTS, new FileDigest(0, Hash.EMPTY_TREE));
        assertThat(closed.read()).isEqualTo(-1);
        assertThat(closed.finish()).isPresent();
    }
}
