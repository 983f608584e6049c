package dev.astern.library;

import java.util.Optional;

/**
 * A place in files that a command may change, as it stands in its arguments: nothing is resolved or expanded.
 *
 * @param follows whether the command acts on what a link there leads to, rather than on the link
 * @param beneath whether it may change what is in it, where it is a folder
 * @param into where it is a folder, only what is called as this path's last name in it is changed
 */
public record NamedPlace(String path, boolean follows, boolean beneath, Optional<String> into) {}
