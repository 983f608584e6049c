package dev.astern.approval;

import dev.astern.connector.Extent;
import dev.astern.connector.Extent.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How far an action reaches, in sentences. */
final class ShownExtent {
    private ShownExtent() {}

    static List<String> of(Extent extent) {
        var lines = new ArrayList<String>();
        if (extent.share().isPresent() && !extent.of().isEmpty()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%.1f %% of the rows of %s%s",
                    100 * extent.share().getAsDouble(),
                    extent.of(),
                    extent.estimated() ? " (how many it has is the database's estimate)" : ""));
        } else if (extent.share().isEmpty()) {
            lines.add("what share of a table it changes is not known");
        }
        switch (extent.amount()) {
            case Amount.NotNamed none -> {}
            case Amount.Untold(var why) -> lines.add("how much money it moves could not be told: " + why);
            case Amount.Moved(var value, var currency) ->
                lines.add("it moves " + value.toPlainString() + (currency.isEmpty() ? "" : " " + currency));
        }
        return lines;
    }
}
