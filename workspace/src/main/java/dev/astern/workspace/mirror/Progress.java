package dev.astern.workspace.mirror;

/**
 * How far a look at a whole workspace is.
 *
 * @param files seen so far, with folders and links
 * @param bytes contents of those
 * @param allFiles how many there are; 0 where nobody counted
 * @param allBytes contents of all
 */
public record Progress(long files, long bytes, long allFiles, long allBytes) {
    public static final Progress NONE = new Progress(0, 0, 0, 0);

    /** One more, with its contents. */
    public Progress seen(long more) {
        return new Progress(files + 1, bytes + more, allFiles, allBytes);
    }

    /** What people read. */
    public String text() {
        return allFiles == 0
                ? files + " files and folders with " + bytes + " bytes"
                : files + " of " + allFiles + " files and folders, " + bytes + " of " + allBytes + " bytes";
    }
}
