package dev.astern.workspace.file;

import dev.astern.connector.Image;
import dev.astern.workspace.posix.Stat;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is at one path at one moment.
 *
 * @param mode permissions, with set-uid, set-gid and sticky
 * @param mtimeNs when the contents changed last, since 1970; of a folder it says nothing, since every entry moves it
 * @param content SHA-256 of a file's contents in hex, a link's target as raw bytes, empty otherwise
 * @param inode the file's number when it was looked at: two names with one number are one file
 * @param links how many names the file had
 */
public record FileState(
        Kind kind, int mode, int uid, int gid, long mtimeNs, long size, String content, long inode, int links) {
    /** What can be at a path. */
    public enum Kind {
        FILE,
        FOLDER,
        LINK,
        /** A pipe, a socket, a device: seen, never captured. */
        SPECIAL
    }

    public static FileState of(Stat stat, String content) {
        var kind = stat.isFile() ? Kind.FILE : stat.isFolder() ? Kind.FOLDER : stat.isLink() ? Kind.LINK : Kind.SPECIAL;
        return new FileState(
                kind,
                kind == Kind.LINK ? 0777 : stat.permissions(),
                stat.uid(),
                stat.gid(),
                kind == Kind.FOLDER ? 0 : stat.mtimeNs(),
                kind == Kind.FILE ? stat.sizeBytes() : 0,
                content,
                stat.inode(),
                stat.links());
    }

    public static boolean same(@Nullable FileState a, @Nullable FileState b) {
        return a == null ? b == null : b != null && a.sameAs(b);
    }

    /** Whether nobody could tell the two apart by looking at this path. */
    public boolean sameAs(FileState other) {
        return sameContent(other) && mode == other.mode && sameOwner(other) && mtimeNs == other.mtimeNs;
    }

    public boolean sameContent(FileState other) {
        return kind == other.kind && content.equals(other.content);
    }

    public boolean sameOwner(FileState other) {
        return uid == other.uid && gid == other.gid;
    }

    public boolean isFolder() {
        return kind == Kind.FOLDER;
    }

    /** Whether it is one of several names of one file. */
    public boolean shared() {
        return kind == Kind.FILE && links > 1;
    }

    public FileState withContentOf(FileState other) {
        return new FileState(other.kind, mode, uid, gid, mtimeNs, other.size, other.content, other.inode, other.links);
    }

    public FileState withMode(int other) {
        return new FileState(kind, other, uid, gid, mtimeNs, size, content, inode, links);
    }

    public FileState withOwnerOf(FileState other) {
        return new FileState(kind, mode, other.uid, other.gid, mtimeNs, size, content, inode, links);
    }

    public FileState withTime(long other) {
        return new FileState(kind, mode, uid, gid, other, size, content, inode, links);
    }

    /** As everybody else sees it: field by field, as text. */
    public Image image(Texts texts) {
        var fields = new LinkedHashMap<String, @Nullable String>();
        fields.put("type", kind.name().toLowerCase(java.util.Locale.ROOT));
        switch (kind) {
            case FILE -> {
                fields.put("content", "sha256:" + content);
                fields.put("size", Long.toString(size));
                var text = size <= Texts.LONGEST ? texts.text(content, size) : null;
                if (text != null) {
                    fields.put("text", text);
                }
            }
            case LINK -> fields.put("target", shown(content));
            case FOLDER, SPECIAL -> {}
        }
        if (kind != Kind.LINK) {
            fields.put("mode", "%04o".formatted(mode));
        }
        fields.put("owner", uid + ":" + gid);
        if (kind != Kind.FOLDER) {
            fields.put("modified", time());
        }
        if (shared()) {
            fields.put("names", Integer.toString(links));
        }
        return new Image(fields);
    }

    public String time() {
        return Instant.ofEpochSecond(Math.floorDiv(mtimeNs, 1_000_000_000L), Math.floorMod(mtimeNs, 1_000_000_000L))
                .toString();
    }

    /** What can change about it by itself, by the names of {@link #image}. */
    public Map<String, String> parts() {
        var all = new LinkedHashMap<String, String>();
        all.put("content", contents());
        all.put("mode", "%04o".formatted(mode));
        all.put("owner", uid + ":" + gid);
        all.put("modified", time());
        return all;
    }

    private String contents() {
        return switch (kind) {
            case FILE -> "sha256:" + content;
            case LINK -> "link to " + shown(content);
            case FOLDER -> "folder";
            case SPECIAL -> "special file";
        };
    }

    private static String shown(String target) {
        try {
            return target.startsWith("/") ? "/" + new RelPath(target.substring(1)).text() : new RelPath(target).text();
        } catch (IllegalArgumentException e) {
            // With dots or doubled slashes in it, which a path of ours never has; a link's target may.
            return String.join(
                    "/",
                    java.util.Arrays.stream(target.split("/", -1))
                            .map(FileState::shownName)
                            .toList());
        }
    }

    private static String shownName(String name) {
        return name.isEmpty() || name.equals(".") || name.equals("..") || name.length() > 255
                ? name
                : new RelPath(name).text();
    }
}
