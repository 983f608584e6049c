package dev.astern.connector.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Image;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.resource.Sent;
import dev.astern.connector.resource.Within;
import dev.astern.connector.s3.Bucket.Came;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Puts objects back as the very versions that they were, with what the connector keeps nothing of: tags, storage class. Only
 * in a bucket that keeps versions, and only a version that holds what is wanted; else nothing is done, and empty said.
 */
final class Versions {
    private static final byte[] NOTHING = {};
    private static final String ID = "versionId";

    /** Of the same size, latest first. An object that was written oftener since comes back by its content. */
    private static final int LOOKED_AT = 10;

    private static final int LISTED = 100;

    private final Bucket bucket;

    Versions(Bucket bucket) {
        this.bucket = bucket;
    }

    /** @param etag of what is there now, and is replaced if it still is */
    Optional<Sent> copied(String key, Image wanted, String etag, Output done, Within within) {
        var all = list(key, within);
        if (all.size() < 2) {
            return Optional.empty();
        }
        var now = all.getFirst();
        if (now.isMark() || !now.isNamed() || !now.tag().equals(Kept.tag(etag))) {
            return Optional.empty();
        }
        int size = Contents.bytes(wanted).length;
        return all.stream()
                .skip(1)
                .filter(version -> !version.isMark() && version.sizeBytes() == size)
                .limit(LOOKED_AT)
                .filter(version -> holds(key, version, wanted, within))
                .findFirst()
                .map(version -> copy(key, version, now, etag, done, within));
    }

    private Sent copy(String key, Kept version, Kept now, String etag, Output done, Within within) {
        var headers = new TreeMap<String, String>();
        headers.put("if-match", etag);
        headers.put("x-amz-copy-source", bucket.path(key) + "?" + ID + "=" + Signature.encoded(version.id(), false));
        headers.put("x-amz-copy-source-if-match", '"' + version.tag() + '"');
        var came = bucket.ask("PUT", key, Collections.emptySortedMap(), headers, NOTHING, within);
        if (!(came instanceof Came.Answer answer) || !answer.good()) {
            return S3System.notDone(came);
        }
        if (new String(answer.body(), UTF_8).contains("<Error>")) {
            // A copy that takes long is answered before it is done.
            return new Sent.Doubtful(Bucket.refused(answer), true);
        }
        var made = answer.headers().firstValue("x-amz-version-id").orElse("");
        return isOver(made, now, list(key, within)) ? new Sent.Done(done) : takenBack(key, made, within);
    }

    /**
     * Whether what was made lies right over what it was to replace. Some stores take no notice of the condition of a copy;
     * but where versions are kept, they show whether somebody wrote in that moment.
     */
    private static boolean isOver(String made, Kept now, List<Kept> all) {
        for (int i = 0; i + 1 < all.size(); i++) {
            if (all.get(i).id().equals(made)) {
                return all.get(i + 1).id().equals(now.id());
            }
        }
        return true;
    }

    /** So that what somebody else wrote is what is there again. */
    private Sent takenBack(String key, String made, Within within) {
        return bucket.ask("DELETE", key, version(made), Map.of(), NOTHING, within) instanceof Came.Answer answer
                        && answer.good()
                ? S3System.moved()
                : new Sent.Doubtful(
                        Problem.of(Reason.UNCONFIRMED, "it lies over what somebody else wrote in this moment"), true);
    }

    /**
     * Removes the mark of a deletion, under which the object is as it was. Where somebody writes in this moment, the mark is
     * no longer what counts, and nothing is lost.
     */
    Optional<Sent> unmarked(String key, Image wanted, Output done, Within within) {
        var all = list(key, within);
        if (all.size() < 2) {
            return Optional.empty();
        }
        var mark = all.getFirst();
        var version = all.get(1);
        boolean isThere = mark.isMark()
                && mark.isNamed()
                && !version.isMark()
                && version.sizeBytes() == Contents.bytes(wanted).length
                && holds(key, version, wanted, within);
        return isThere ? unmark(key, mark, version, done, within) : Optional.empty();
    }

    private Optional<Sent> unmark(String key, Kept mark, Kept version, Output done, Within within) {
        var came = bucket.ask("DELETE", key, version(mark.id()), Map.of(), NOTHING, within);
        if (came instanceof Came.Answer refused && refused.status() / 100 == 4) {
            // Who may delete may not always delete for good; the content is here as well.
            return Optional.empty();
        }
        if (!(came instanceof Came.Answer answer) || !answer.good()) {
            return Optional.of(S3System.notDone(came));
        }
        var now = list(key, within);
        return Optional.of(
                now.isEmpty() || now.getFirst().id().equals(version.id()) ? new Sent.Done(done) : S3System.moved());
    }

    private boolean holds(String key, Kept version, Image wanted, Within within) {
        return version.isNamed()
                && bucket.ask("GET", key, version(version.id()), Map.of(), NOTHING, within)
                        instanceof Came.Answer answer
                && answer.good()
                && answer.isWhole()
                && Contents.image(answer).fields().equals(wanted.fields());
    }

    private static SortedMap<String, String> version(String id) {
        return new TreeMap<>(Map.of(ID, id));
    }

    /** Nothing where the store keeps none, or does not say. */
    private List<Kept> list(String key, Within within) {
        var query = new TreeMap<>(Map.of("versions", "", "prefix", key, "max-keys", Integer.toString(LISTED)));
        return bucket.ask("GET", "", query, Map.of(), NOTHING, within) instanceof Came.Answer answer
                        && answer.good()
                        && answer.isWhole()
                ? Kept.of(answer.body(), key)
                : List.of();
    }
}
