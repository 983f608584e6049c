package dev.astern.connector.s3;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * One version that a bucket keeps of an object, or the mark that it was deleted.
 *
 * @param id what the store calls it
 * @param tag its ETag, without quotes; empty for a mark
 * @param isMark whether the object was deleted then
 */
record Kept(String id, String tag, long sizeBytes, boolean isMark) {
    /** What has no version of its own, in a bucket that keeps none or has ceased to. */
    private static final String NO_ID = "null";

    boolean isNamed() {
        return !id.isEmpty() && !id.equals(NO_ID);
    }

    static String tag(String etag) {
        return etag.replace("\"", "");
    }

    /** Those of one object, latest first; none where the list can't be read. */
    static List<Kept> of(byte[] xml, String key) {
        var all = new ArrayList<Kept>();
        try {
            // Nothing is fetched and nothing expanded.
            var factory = XMLInputFactory.newInstance();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            var reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                    switch (reader.getLocalName()) {
                        case "Version", "DeleteMarker" -> one(reader, key, all);
                        default -> {
                            // Not asked for.
                        }
                    }
                }
            }
        } catch (XMLStreamException | NumberFormatException e) {
            return List.of();
        }
        return all;
    }

    private static void one(XMLStreamReader reader, String wanted, List<Kept> all) throws XMLStreamException {
        var element = reader.getLocalName();
        var key = "";
        var id = "";
        var tag = "";
        long size = 0;
        while (!(reader.next() == XMLStreamConstants.END_ELEMENT
                && reader.getLocalName().equals(element))) {
            if (reader.isStartElement()) {
                switch (reader.getLocalName()) {
                    case "Key" -> key = reader.getElementText();
                    case "VersionId" -> id = reader.getElementText();
                    case "ETag" -> tag = tag(reader.getElementText());
                    case "Size" -> size = Long.parseLong(reader.getElementText());
                    default -> {
                        // Not asked for.
                    }
                }
            }
        }
        if (key.equals(wanted)) {
            all.add(new Kept(id, tag, size, element.equals("DeleteMarker")));
        }
    }
}
