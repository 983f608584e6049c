package dev.astern.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.ConnectorProvider;
import dev.astern.connector.sql.SqlProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectorJarsTest {
    private static final List<ConnectorProvider> OWN = List.of(new SqlProvider());
    private static final String SOURCE = """
            package other;
            import dev.astern.connector.*;
            public final class Theirs implements ConnectorProvider {
                public String kind() { return "%s"; }
                public Connector open(TargetConfig config, Lent lent) { throw new UnsupportedOperationException(); }
                public Installation installation(TargetConfig config, Lent lent) {
                    throw new UnsupportedOperationException();
                }
            }
            """;

    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void start() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
    }

    private Path jar(String kind) throws IOException {
        var source = Files.writeString(
                Files.createDirectories(folder.resolve("other")).resolve("Theirs.java"), SOURCE.formatted(kind));
        var classpath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-classpath", classpath, source.toString());
        assertThat(compiled).isZero();
        var jar = folder.resolve("theirs.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("META-INF/services/" + ConnectorProvider.class.getName()));
            out.write("other.Theirs\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            out.putNextEntry(new JarEntry("other/Theirs.class"));
            out.write(Files.readAllBytes(source.resolveSibling("Theirs.class")));
        }
        return jar;
    }

    private Path list(Path jar) throws Exception {
        var digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
        return Files.writeString(folder.resolve("list"), digest + "  " + jar.getFileName() + "\n");
    }

    @Test
    void a_listed_jar_s_connector_is_one_of_ours() throws Exception {
        var all = ConnectorJars.with(OWN, list(jar("theirs")), data);
        assertThat(all).extracting(ConnectorProvider::kind).containsExactly("postgresql", "theirs");
    }

    @Test
    void a_jar_that_is_not_what_was_listed_is_not_run() throws Exception {
        var jar = jar("theirs");
        var list = list(jar);
        Files.write(jar, new byte[] {1}, java.nio.file.StandardOpenOption.APPEND);
        assertThatThrownBy(() -> ConnectorJars.with(OWN, list, data))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not what");
    }

    @Test
    void a_connector_can_t_take_the_place_of_another() throws Exception {
        var list = list(jar("postgresql"));
        assertThatThrownBy(() -> ConnectorJars.with(OWN, list, data))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two connectors");
    }

    @Test
    void a_list_that_can_t_be_read_is_no_start() throws IOException {
        var list = Files.writeString(folder.resolve("list"), "theirs.jar\n");
        assertThatThrownBy(() -> ConnectorJars.with(OWN, list, data)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConnectorJars.with(OWN, folder.resolve("none"), data))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(ConnectorJars.with(OWN, null, data)).hasSize(1);
    }
}
