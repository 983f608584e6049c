package dev.astern.connector.kubernetes;

import dev.astern.connector.Reversibility;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of Kubernetes' own kinds without asking a cluster. */
final class Kinds {
    /** @param namespaced whether its objects are in namespaces */
    record Known(String group, boolean namespaced) {}

    private static final Map<String, Known> KNOWN = known();
    /** What is in them, or behind them, goes with them. */
    private static final Set<String> HOLDERS = Set.of(
            "Namespace", "CustomResourceDefinition.apiextensions.k8s.io", "PersistentVolume", "PersistentVolumeClaim");

    private static final Set<String> CONTAINERS = Set.of("Namespace", "CustomResourceDefinition.apiextensions.k8s.io");
    /** To make one is to run something. */
    private static final Set<String> RUNS = Set.of("Pod", "Job.batch");

    private Kinds() {}

    private static Map<String, Known> known() {
        var known = new HashMap<String, Known>();
        add(known, "", true, "ConfigMap Secret Service ServiceAccount Pod PersistentVolumeClaim Endpoints Event");
        add(known, "", true, "ReplicationController ResourceQuota LimitRange PodTemplate");
        add(known, "", false, "Namespace Node PersistentVolume");
        add(known, "apps", true, "Deployment StatefulSet DaemonSet ReplicaSet ControllerRevision");
        add(known, "batch", true, "Job CronJob");
        add(known, "networking.k8s.io", true, "Ingress NetworkPolicy");
        add(known, "networking.k8s.io", false, "IngressClass");
        add(known, "rbac.authorization.k8s.io", true, "Role RoleBinding");
        add(known, "rbac.authorization.k8s.io", false, "ClusterRole ClusterRoleBinding");
        add(known, "policy", true, "PodDisruptionBudget");
        add(known, "autoscaling", true, "HorizontalPodAutoscaler");
        add(known, "coordination.k8s.io", true, "Lease");
        add(known, "storage.k8s.io", false, "StorageClass");
        add(known, "scheduling.k8s.io", false, "PriorityClass");
        add(known, "apiextensions.k8s.io", false, "CustomResourceDefinition");
        return Map.copyOf(known);
    }

    private static void add(Map<String, Known> known, String group, boolean namespaced, String kinds) {
        for (var kind : kinds.split(" ")) {
            known.put(kind, new Known(group, namespaced));
        }
    }

    static Optional<Known> of(String kind) {
        return Optional.ofNullable(KNOWN.get(kind));
    }

    /** Whether Kubernetes itself has it, and not an extension. */
    static boolean own(Which which) {
        return of(which.kind())
                .filter(known -> known.group().equals(which.group()))
                .isPresent();
    }

    /** Whether others keep things in it, which go when it goes. */
    static boolean container(Which which) {
        return CONTAINERS.contains(which.resource());
    }

    /** Whether what it held can't be made again with it, or would happen again. */
    static boolean lost(Which which) {
        return HOLDERS.contains(which.resource()) || which.resource().equals("Job.batch");
    }

    private static boolean runs(Which which) {
        return RUNS.contains(which.resource());
    }

    static Reversibility applied(Which which) {
        return container(which) || runs(which)
                ? Reversibility.PARTIALLY_REVERSIBLE
                : Reversibility.REVERSIBLE_WITH_STATE;
    }

    static Reversibility deleted(Which which) {
        return lost(which)
                ? Reversibility.IRREVERSIBLE
                : runs(which) ? Reversibility.PARTIALLY_REVERSIBLE : Reversibility.REVERSIBLE_WITH_STATE;
    }
}
