package dev.astern.verify.lines;

import dev.astern.journal.audit.AuditFiles;
import dev.astern.journal.audit.AuditItem;
import dev.astern.journal.audit.AuditTrail;
import dev.astern.journal.bundle.BundleFile;
import dev.astern.verify.Findings;
import dev.astern.verify.Step;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** Makes the audit files again and compares them byte for byte. */
final class AuditCheck {
    private static final int LARGE = 64;

    private final Comparing json;
    private final Comparing markdown;
    private final AuditFiles files;
    private final Workers workers;
    private final AuditTrail trail = new AuditTrail();
    private final ArrayDeque<Future<AuditFiles.Text>> started = new ArrayDeque<>();

    AuditCheck(String origin, CheckedFile json, CheckedFile markdown, Workers workers) throws IOException {
        this.json = new Comparing(json);
        this.markdown = new Comparing(markdown);
        this.files = new AuditFiles(origin, this.json, this.markdown);
        this.workers = workers;
    }

    /** Takes entries that follow those before. */
    void add(List<CheckedEntry> entries) throws IOException {
        var told = new ArrayList<AuditItem>();
        for (var entry : entries) {
            trail.add(entry.index(), entry.entry(), entry.said()).ifPresent(told::add);
        }
        tell(told);
        while (started.size() > workers.ahead()) {
            compareNext();
        }
    }

    private void tell(List<AuditItem> items) {
        started.add(workers.start(() -> AuditFiles.Text.of(items), items.size() >= LARGE));
    }

    private void compareNext() throws IOException {
        files.add(Workers.result(started.remove()));
    }

    void finish(Findings findings) throws IOException {
        tell(trail.rest());
        while (!started.isEmpty()) {
            compareNext();
        }
        files.finish();
        compare(json, BundleFile.AUDIT_JSON, findings);
        compare(markdown, BundleFile.AUDIT_MARKDOWN, findings);
    }

    private static void compare(Comparing file, BundleFile name, Findings findings) {
        if (!file.isSame()) {
            findings.fail(
                    Step.AUDIT,
                    name.fileName(),
                    "it is not what the receipts and disclosures say, from about byte " + file.same() + " on");
        }
    }
}
