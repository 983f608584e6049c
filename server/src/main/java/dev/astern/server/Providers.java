package dev.astern.server;

import dev.astern.connector.ConnectorProvider;
import dev.astern.connector.git.GitProvider;
import dev.astern.connector.http.HttpProvider;
import dev.astern.connector.kubernetes.KubernetesProvider;
import dev.astern.connector.ldap.LdapProvider;
import dev.astern.connector.mail.MailProvider;
import dev.astern.connector.mcp.McpProvider;
import dev.astern.connector.observed.ObservedProvider;
import dev.astern.connector.s3.S3Provider;
import dev.astern.connector.sql.SqlProvider;
import dev.astern.library.RecoveryLibrary;
import dev.astern.workspace.connector.WorkspaceProvider;
import dev.astern.workspace.program.ProgramProvider;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Our own kinds of targets. A new one is one line here. */
public final class Providers {
    private Providers() {}

    /** @param data where a connector may keep what belongs to this node */
    public static List<ConnectorProvider> own(Path data, Clock clock) {
        return own(data, clock, RecoveryLibrary.shipped());
    }

    /** @param library what is known about taking things back */
    static List<ConnectorProvider> own(Path data, Clock clock, RecoveryLibrary library) {
        var workspaces = new WorkspaceProvider(data, clock, library);
        return List.of(
                new SqlProvider(),
                new HttpProvider(),
                new LdapProvider(),
                new MailProvider(),
                new McpProvider(data.resolve("mcp"), () -> library),
                new S3Provider(),
                new KubernetesProvider(),
                new GitProvider(),
                new ObservedProvider(() -> library),
                workspaces,
                new ProgramProvider(workspaces, () -> library));
    }
}
