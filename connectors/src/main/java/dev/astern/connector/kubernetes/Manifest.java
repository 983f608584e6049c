package dev.astern.connector.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Image;
import dev.astern.connector.resource.Seen;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object as a cluster gives it out, seen as fields. What the cluster and its controllers write by themselves is no part of
 * the image: status, identity, counters, owners of fields, finalizers and what schedulers and binders decide.
 */
final class Manifest {
    static final String MASK = "***";
    static final String APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final Pattern THE_SERVER_S =
            Pattern.compile("/(apiVersion|kind|status(/.*)?|metadata/(name|namespace"
                    + "|uid|resourceVersion|creationTimestamp|generation|selfLink|deletionTimestamp|deletionGracePeriodSeconds"
                    + "|(managedFields|finalizers)(/.*)?|annotations/deployment\\.kubernetes\\.io~1.*))");
    private static final Map<String, Pattern> CONTROLLERS_ = Map.of(
            "Pod", Pattern.compile("/spec/nodeName"),
            "Job.batch",
                    Pattern.compile("(/spec/template)?/metadata/labels/(batch\\.kubernetes\\.io~1)?controller-uid"
                            + "|/spec/selector/matchLabels/(batch\\.kubernetes\\.io~1)?controller-uid"),
            "PersistentVolumeClaim",
                    Pattern.compile(
                            "/spec/volumeName|/metadata/annotations/(pv|volume(\\.beta)?)\\.kubernetes\\.io~1.*"));
    private static final Pattern SECRET =
            Pattern.compile("/(data|stringData)/.*|/metadata/annotations/kubectl\\.kubernetes\\.io~1last-applied-.*");

    private Manifest() {}

    /** Whether an agent's or a person's write of a field counts; the others can't be captured. */
    static boolean counts(Which which, String path) {
        var controllers = CONTROLLERS_.get(which.resource());
        return !THE_SERVER_S.matcher(path).matches()
                && (controllers == null || !controllers.matcher(path).matches());
    }

    /** Whether nobody may see the value of a field. */
    static boolean secret(String resource, String path) {
        return resource.equals("Secret") && SECRET.matcher(path).matches();
    }

    static Image image(Which which, ObjectNode raw) {
        var fields = new LinkedHashMap<String, @Nullable String>();
        Fields.flat(raw, Kinds.own(which)).forEach((path, value) -> {
            if (counts(which, path)) {
                fields.put(path, Json.text(value));
            }
        });
        return new Image(fields);
    }

    /** What is being deleted is as good as gone: nothing can stop that any more. */
    static Seen seen(Which which, ObjectNode raw) {
        if (raw.path("metadata").has("deletionTimestamp")) {
            return new Seen.Absent();
        }
        var image = image(which, raw);
        return new Seen.Present(image, resourceVersion(raw) + "/" + hash(image));
    }

    static String resourceVersion(ObjectNode raw) {
        return raw.path("metadata").path("resourceVersion").asString("");
    }

    /** The cluster's own version, from ours, which says also what was seen: controllers move the former all the time. */
    static String resourceVersion(String version) {
        return version.substring(0, Math.max(0, version.indexOf('/')));
    }

    static boolean sameContent(String version, Seen seen) {
        return seen instanceof Seen.Present(var image, var now)
                && now != null
                && version.substring(version.indexOf('/') + 1).equals(hash(image));
    }

    private static String hash(Image image) {
        try {
            var hash = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(hash.digest(Json.MAPPER
                            .writeValueAsString(new TreeMap<>(image.fields()))
                            .getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** As it may be shown: without the bookkeeping of field owners, and without a secret's values. */
    static ObjectNode shown(ObjectNode raw, boolean secret) {
        var shown = raw.deepCopy();
        if (shown.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
            if (secret && metadata.get("annotations") instanceof ObjectNode annotations && annotations.has(APPLIED)) {
                annotations.put(APPLIED, MASK);
            }
        }
        if (secret) {
            masked(shown.get("data"));
            masked(shown.get("stringData"));
        }
        return shown;
    }

    private static void masked(@Nullable JsonNode values) {
        if (values instanceof ObjectNode object) {
            object.propertyNames().stream().toList().forEach(name -> object.put(name, MASK));
        }
    }
}
