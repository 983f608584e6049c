package dev.astern.journal.tile;

import dev.astern.journal.Flaw;
import dev.astern.journal.Parsed;
import java.util.regex.Pattern;

/** Reads a path as C2SP tlog-tiles writes it. */
final class TilePathParser {
    /** More than any path that passes has; what is longer is not looked at. */
    private static final int MAX_LENGTH = 64;

    private static final Pattern PATH = Pattern.compile("tile/([^/]+)/([^.]+?)(?:\\.p/(.*))?", Pattern.DOTALL);
    private static final Pattern LEVEL = Pattern.compile("0|[1-9][0-9]?");
    private static final Pattern INDEX = Pattern.compile("(?:x[0-9]{3}/){0,5}[0-9]{3}");
    private static final Pattern WIDTH = Pattern.compile("[1-9][0-9]{0,2}");
    private static final String EMPTY_GROUP = "x000/";

    private TilePathParser() {}

    static Parsed<TilePath> parse(String path) {
        if (path.length() > MAX_LENGTH) {
            return Parsed.malformed(Flaw.TILE_PATH);
        }
        var parts = PATH.matcher(path);
        if (!parts.matches()) {
            return Parsed.malformed(Flaw.TILE_PATH);
        }
        var level = parts.group(1);
        var width = parts.group(3);
        return index(parts.group(2))
                .then(index -> (width == null ? Parsed.read(TilePath.FULL_WIDTH) : width(width))
                        .then(wide -> path(level, index, wide)));
    }

    private static Parsed<TilePath> path(String level, long index, int width) {
        if (level.equals("entries")) {
            return Parsed.read(new EntryBundlePath(index, width));
        }
        if (!LEVEL.matcher(level).matches() || Integer.parseInt(level) > HashTilePath.MAX_LEVEL) {
            return Parsed.malformed(Flaw.TILE_LEVEL);
        }
        return Parsed.read(new HashTilePath(Integer.parseInt(level), index, width));
    }

    private static Parsed<Long> index(String groups) {
        return INDEX.matcher(groups).matches() && !groups.startsWith(EMPTY_GROUP)
                ? Parsed.read(Long.parseLong(groups.replace("/", "").replace("x", "")))
                : Parsed.malformed(Flaw.TILE_INDEX);
    }

    private static Parsed<Integer> width(String width) {
        return WIDTH.matcher(width).matches() && Integer.parseInt(width) < TilePath.FULL_WIDTH
                ? Parsed.read(Integer.parseInt(width))
                : Parsed.malformed(Flaw.TILE_WIDTH);
    }
}
