package dev.astern.connector.http;

import dev.astern.connector.Call;
import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Against a Radicale with a calendar {@code /astern/calendar}; {@code .ci/real-http.sh} starts one. */
@EnabledIfSystemProperty(named = "astern.real.radicale", matches = ".+")
class RadicaleRealTest extends ConnectorContract {
    @Override
    protected Laboratory open() {
        return new Radicale();
    }

    private static final class Radicale extends RealLaboratory {
        private static final Pattern SUMMARY = Pattern.compile("SUMMARY:(.*)");
        private static final Pattern PLACE = Pattern.compile("LOCATION:(.*)");
        private static final String[] HEADERS = {"Content-Type", "text/calendar", "Authorization", "Basic YXN0ZXJuOng="
        };

        Radicale() {
            super(System.getProperty("astern.real.radicale", ""), "radicale", "events", "astern", "xxxxxxxx");
        }

        private String path(String key) {
            return "/astern/calendar/" + key(key);
        }

        private String calendar(String key, Map<String, String> fields) {
            return String.join(
                            "\r\n",
                            "BEGIN:VCALENDAR",
                            "VERSION:2.0",
                            "PRODID:-//test//test//EN",
                            "BEGIN:VEVENT",
                            "UID:" + key(key),
                            "DTSTAMP:20261101T100000Z",
                            "DTSTART:20261101T100000Z",
                            "SUMMARY:" + fields.getOrDefault("summary", ""),
                            "LOCATION:" + fields.getOrDefault("location", ""),
                            "END:VEVENT",
                            "END:VCALENDAR")
                    + "\r\n";
        }

        @Override
        public Set<Trait> traits() {
            return EnumSet.of(Trait.LIFE_CYCLE, Trait.SAME_IDENTITY, Trait.CONDITIONAL);
        }

        @Override
        public String field() {
            return "summary";
        }

        @Override
        public String otherField() {
            return "location";
        }

        @Override
        public Call create(String key, Map<String, String> fields) {
            return call("create", Map.of("name", key(key), "fields", Map.of("content", calendar(key, fields))));
        }

        @Override
        public Call change(String key, String field, String value) {
            var fields = new LinkedHashMap<>(truth(key).orElseGet(Map::of));
            fields.put(field, value);
            return call("update", Map.of("name", key(key), "fields", Map.of("content", calendar(key, fields))));
        }

        @Override
        public Call delete(String key) {
            return call("delete", Map.of("name", key(key)));
        }

        @Override
        public Call read(String key) {
            return call("read", Map.of("name", key(key)));
        }

        @Override
        public Call nonsense() {
            return call("update", Map.of("name", "..", "fields", Map.of("content", "x")));
        }

        @Override
        public Optional<Map<String, String>> truth(String key) {
            var response = send("GET", path(key), null, HEADERS);
            if (response.statusCode() == 404) {
                return Optional.empty();
            }
            good(response);
            var fields = new LinkedHashMap<String, String>();
            fields.put("summary", found(SUMMARY, response.body()));
            fields.put("location", found(PLACE, response.body()));
            return Optional.of(fields);
        }

        private static String found(Pattern pattern, String text) {
            var found = pattern.matcher(text);
            return found.find() ? found.group(1).strip() : "";
        }

        @Override
        public void put(String key, Map<String, String> fields) {
            good(send("PUT", path(key), calendar(key, fields), HEADERS));
        }

        @Override
        public void edit(String key, String field, String value) {
            var fields = new LinkedHashMap<>(truth(key).orElseThrow());
            fields.put(field, value);
            put(key, fields);
        }

        @Override
        public void remove(String key) {
            good(send("DELETE", path(key), null, HEADERS));
        }
    }
}
