package dev.astern.connector.s3;

import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.common.Outputs;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** Reads a page of keys. */
final class Listing {
    private Listing() {}

    static Output of(byte[] xml) {
        var rows = new ArrayList<List<@Nullable Object>>();
        var key = "";
        var size = "";
        var next = "";
        try {
            // Nothing is fetched and nothing expanded.
            var factory = XMLInputFactory.newInstance();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            var reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    switch (reader.getLocalName()) {
                        case "Key" -> key = reader.getElementText();
                        case "Size" -> size = reader.getElementText();
                        case "NextContinuationToken" -> next = reader.getElementText();
                        default -> {
                            // Not asked for.
                        }
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT
                        && reader.getLocalName().equals("Contents")) {
                    rows.add(Outputs.row(key, size));
                }
            }
        } catch (XMLStreamException e) {
            throw Problem.of(Reason.TARGET_UNREACHABLE, "the store's list can't be read")
                    .toException();
        }
        var page = Outputs.table("list", List.of("key", "bytes"), rows, !next.isEmpty());
        return next.isEmpty()
                ? Outputs.of(page)
                : Outputs.of(page, Outputs.table("next", List.of("page"), List.of(Outputs.row(next))));
    }
}
