package dev.astern.target;

import dev.astern.connector.ImageErasure;
import dev.astern.connector.Installation;
import dev.astern.connector.PersonImages;
import dev.astern.connector.TargetStatus;
import java.time.Instant;

/** An installation under a {@link Veil}. */
record VeiledInstallation(Installation installation, Veil veil) implements Installation {
    @Override
    public TargetStatus status() {
        return veil.over(installation::status);
    }

    @Override
    public Script script() {
        return veil.over(installation::script);
    }

    @Override
    public TargetStatus install() {
        return veil.over(installation::install);
    }

    @Override
    public TargetStatus refresh() {
        return veil.over(installation::refresh);
    }

    @Override
    public Pruned prune(Instant before, boolean dryRun) {
        return veil.over(() -> installation.prune(before, dryRun));
    }

    @Override
    public PersonImages keptOf(String person) {
        return veil.over(() -> installation.keptOf(person));
    }

    @Override
    public PersonImages erase(ImageErasure erasure) {
        return veil.over(() -> installation.erase(erasure));
    }

    @Override
    public void abandon() {
        veil.over(() -> {
            installation.abandon();
            return true;
        });
    }

    @Override
    public TargetStatus uninstall(boolean keepImages) {
        return veil.over(() -> installation.uninstall(keepImages));
    }
}
