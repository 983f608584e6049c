package dev.astern.mcp;

import java.util.LinkedHashMap;
import java.util.Map;

/** The schemas of the gateway's tools: the connector's arguments, and what the gateway adds to each of them. */
final class Schemas {
    static final String KEY = "idempotency_key";
    static final String REASON = "reason";
    static final String REHEARSE = "rehearse";
    static final String EXPECT = "expect_digest";
    static final String EVIDENCE = "evidence";

    private static final Map<String, Object> REASON_SCHEMA = Json.object("""
            {"type":"string","maxLength":2000,"description":"Why you do this, in your own words; kept in the record."}""");
    private static final Map<String, Object> KEY_SCHEMA = Json.object("""
            {"type":"string","minLength":1,"maxLength":200,"description":"Unique in this session. Sent again with the same request, the first outcome is returned and nothing is done twice."}""");
    private static final Map<String, Object> REHEARSE_SCHEMA = Json.object("""
            {"type":"boolean","description":"True to see what would change, and change nothing."}""");
    private static final Map<String, Object> EXPECT_SCHEMA = Json.object("""
            {"type":"string","description":"The digest of a rehearsal; refused when the effects would differ from it."}""");

    private static final Map<String, Object> EVIDENCE_SCHEMA = Json.object("""
            {"type":"object","description":"What this rests on, for policy's checks: observed_at (RFC 3339) of your sources, confidence (0 to 1), and what else the policy asks for.","additionalProperties":{"anyOf":[{"type":"string"},{"type":"number"},{"type":"boolean"}]}}""");

    /** Asks about an action by its id. */
    static final Map<String, Object> ACTION_INPUT = Json.object("""
            {"type":"object","properties":{"action_id":{"type":"string","maxLength":100}},"required":["action_id"],"additionalProperties":false}""");

    static final Map<String, Object> ACTION_OUTPUT = Json.object("""
            {"type":"object",
             "properties":{
               "action_id":{"type":"string"},
               "state":{"type":"string","enum":["held","running","applied","rehearsed","refused","failed","unconfirmed","observed"]},
               "changes":{"type":"array","items":{"type":"object"}},
               "reason":{"type":"string"},
               "detail":{"type":"string"}},
             "required":["action_id","state"]}""");

    static final Map<String, Object> OUTPUT = Json.object("""
            {"type":"object",
             "properties":{
               "action_id":{"type":"string"},
               "state":{"type":"string","enum":["applied","rehearsed","held","refused","failed","unconfirmed"]},
               "tier":{"type":"string"},
               "reversibility":{"type":"string"},
               "changes":{"type":"array","items":{"type":"object"}},
               "digest":{"type":"string"},
               "notes":{"type":"array","items":{"type":"string"}},
               "results":{"type":"array","items":{"type":"object"}},
               "problem":{"type":"object"},
               "repeated":{"type":"boolean"}},
             "required":["action_id","state"]}""");

    private Schemas() {}

    /** The connector's schema with the gateway's arguments; a connector's own argument of that name stays its own. */
    static Map<String, Object> input(Map<String, Object> own, boolean readOnly) {
        var properties = new LinkedHashMap<String, Object>(properties(own));
        properties.putIfAbsent(REASON, REASON_SCHEMA);
        if (!readOnly) {
            properties.putIfAbsent(KEY, KEY_SCHEMA);
            properties.putIfAbsent(REHEARSE, REHEARSE_SCHEMA);
            properties.putIfAbsent(EXPECT, EXPECT_SCHEMA);
            properties.putIfAbsent(EVIDENCE, EVIDENCE_SCHEMA);
        }
        var schema = new LinkedHashMap<>(own);
        schema.put("type", "object");
        schema.put("properties", properties);
        return schema;
    }

    static Map<String, Object> properties(Map<String, Object> schema) {
        var properties = new LinkedHashMap<String, Object>();
        if (schema.get("properties") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> properties.put(String.valueOf(name), value));
        }
        return properties;
    }
}
