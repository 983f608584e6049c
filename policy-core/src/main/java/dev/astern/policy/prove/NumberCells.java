package dev.astern.policy.prove;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** One number for each way in which numbers can lie to a set of limits: on each, and between each two. */
final class NumberCells {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private NumberCells() {}

    static List<BigDecimal> of(Collection<BigDecimal> limits, BigDecimal min, BigDecimal max, boolean whole) {
        var points = new TreeSet<BigDecimal>(BigDecimal::compareTo);
        points.add(min);
        points.add(max);
        for (var limit : limits) {
            points.add(whole ? limit.setScale(0, RoundingMode.FLOOR) : limit);
            points.add(whole ? limit.setScale(0, RoundingMode.CEILING) : limit);
        }
        var cells = new TreeSet<>(points);
        BigDecimal last = null;
        for (var point : points) {
            if (last != null) {
                cells.add(whole ? last.add(BigDecimal.ONE) : last.add(point).divide(TWO));
            }
            last = point;
        }
        cells.removeIf(c -> c.compareTo(min) < 0 || c.compareTo(max) > 0);
        return List.copyOf(cells);
    }
}
