package dev.astern.connector.http;

import dev.astern.connector.Call;
import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Against a Parse Server that allows custom object ids; {@code .ci/real-http.sh} starts one. */
@EnabledIfSystemProperty(named = "astern.real.parse", matches = ".+")
class ParseRealTest extends ConnectorContract {
    @Override
    protected Laboratory open() {
        return new Parse();
    }

    private static final class Parse extends RealLaboratory {
        private static final String[] HEADERS = {
            "X-Parse-Application-Id", "app", "X-Parse-Master-Key", "mk", "Content-Type", "application/json"
        };

        Parse() {
            super(System.getProperty("astern.real.parse", ""), "parse", "contacts", "", "mk");
        }

        private String path(String key) {
            return "/classes/Contact/" + key(key);
        }

        @Override
        public Set<Trait> traits() {
            return EnumSet.of(Trait.BY_FIELD, Trait.LIFE_CYCLE, Trait.SAME_IDENTITY);
        }

        @Override
        public String field() {
            return "name";
        }

        @Override
        public String otherField() {
            return "phone";
        }

        @Override
        public Call create(String key, Map<String, String> fields) {
            return call("create", Map.of("objectId", key(key), "fields", fields));
        }

        @Override
        public Call change(String key, String field, String value) {
            return call("update", Map.of("objectId", key(key), "fields", Map.of(field, value)));
        }

        @Override
        public Call delete(String key) {
            return call("delete", Map.of("objectId", key(key)));
        }

        @Override
        public Call read(String key) {
            return call("read", Map.of("objectId", key(key)));
        }

        @Override
        public Call nonsense() {
            return call("update", Map.of("objectId", "x", "fields", Map.of("updatedAt", "now")));
        }

        @Override
        public Optional<Map<String, String>> truth(String key) {
            var response = send("GET", path(key), null, HEADERS);
            if (response.statusCode() == 404) {
                return Optional.empty();
            }
            good(response);
            var node = Bodies.JSON.readTree(response.body());
            var fields = new LinkedHashMap<String, String>();
            fields.put("name", node.path("name").asString());
            fields.put("phone", node.path("phone").asString());
            return Optional.of(fields);
        }

        @Override
        public void put(String key, Map<String, String> fields) {
            var all = new LinkedHashMap<>(fields);
            all.put("objectId", key(key));
            good(send("POST", "/classes/Contact", Bodies.json(all), HEADERS));
        }

        @Override
        public void edit(String key, String field, String value) {
            good(send("PUT", path(key), Bodies.json(Map.of(field, value)), HEADERS));
        }

        @Override
        public void remove(String key) {
            good(send("DELETE", path(key), null, HEADERS));
        }
    }
}
