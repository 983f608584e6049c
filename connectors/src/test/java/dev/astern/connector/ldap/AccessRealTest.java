package dev.astern.connector.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Call;
import dev.astern.connector.Performance;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Against an OpenLDAP; {@code .ci/real-ldap.sh} starts one. */
@EnabledIfSystemProperty(named = "astern.real.ldap", matches = ".+")
class AccessRealTest extends AccessContract {
    @Override
    LdapLaboratory open() {
        return RealDirectory.open();
    }

    @Test
    void an_attribute_is_written_by_the_name_under_which_it_is_read() {
        person("alice");
        var call = new Call("modify_entry", Map.of("dn", lab().dn("alice"), "fields", Map.of("userid", "other")));
        var performance = perform("act_1", call);
        assertThat(performance).isInstanceOf(Performance.Failed.class);
        assertThat(((Performance.Failed) performance).problem().detail()).contains("is called uid there");
        assertThat(values("alice", "uid")).isEmpty();
    }
}
