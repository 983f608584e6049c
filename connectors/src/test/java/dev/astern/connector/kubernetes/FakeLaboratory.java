package dev.astern.connector.kubernetes;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The contract's laboratory over a cluster of our own. */
final class FakeLaboratory extends ConfigMapLaboratory {
    private final FakeCluster cluster;

    FakeLaboratory() {
        this(new FakeCluster());
    }

    private FakeLaboratory(FakeCluster cluster) {
        super(cluster.url(), FakeCluster.TOKEN, Map.of());
        this.cluster = cluster;
    }

    FakeCluster cluster() {
        return cluster;
    }

    @Override
    public Optional<Map<String, String>> truth(String key) {
        return Optional.ofNullable(cluster.get("configmaps", name(key))).flatMap(ConfigMapLaboratory::fields);
    }

    @Override
    public void put(String key, Map<String, String> fields) {
        cluster.set("configmaps", key, manifest(key, fields));
    }

    @Override
    public void edit(String key, String field, String value) {
        cluster.set("configmaps", key, manifest(key, Map.of(field, value)));
    }

    @Override
    public void remove(String key) {
        cluster.remove("configmaps", key);
    }

    @Override
    public Set<Fault> faults() {
        return EnumSet.allOf(Fault.class);
    }

    @Override
    public void next(Fault fault) {
        cluster.next(fault);
    }

    @Override
    public void close() {
        super.close();
        cluster.close();
    }
}
