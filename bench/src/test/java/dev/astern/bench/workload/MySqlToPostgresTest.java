package dev.astern.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MySqlToPostgresTest {
    private static String convert(String sql) {
        return new MySqlToPostgres("Odd Table", List.of("Year", "Title", "Total", "# of Rows"), c -> !c.equals("Year"))
                .convert(sql);
    }

    @Test
    void backticks_and_bare_names_become_quoted_names() {
        assertThat(convert("INSERT INTO `Odd Table` (year, `# of Rows`) VALUES (2019, \"it's\");"))
                .isEqualTo("INSERT INTO \"Odd Table\" ( \"Year\", \"# of Rows\" ) VALUES ( 2019, 'it''s' )");
    }

    @Test
    void escapes_in_strings_are_read() {
        assertThat(convert("UPDATE `Odd Table` SET Title='a\\'b\\n\\\\' WHERE Year='1'"))
                .isEqualTo("UPDATE \"Odd Table\" SET \"Title\" = 'a''b\n\\' WHERE \"Year\" = '1'");
    }

    @Test
    void a_text_that_meets_a_number_gives_its_leading_number() {
        assertThat(convert("UPDATE `Odd Table` SET Total = Total+1 WHERE Title = 10 AND Year < 5"))
                .contains("SET \"Total\" = COALESCE(substring(\"Total\"")
                .contains("WHERE COALESCE(substring(\"Title\"")
                .endsWith("AND \"Year\" < 5");
    }

    @Test
    void a_limited_update_names_its_rows() {
        assertThat(convert("UPDATE `Odd Table` SET Title = 'x' WHERE Year = 1 LIMIT 1"))
                .isEqualTo("UPDATE \"Odd Table\" SET \"Title\" = 'x' WHERE ctid IN ( SELECT ctid FROM"
                        + " \"Odd Table\" WHERE \"Year\" = 1 LIMIT 1 )");
    }

    @Test
    void insert_set_becomes_insert_values() {
        assertThat(convert("INSERT INTO `Odd Table` SET Year=1, Title='a'"))
                .isEqualTo("INSERT INTO \"Odd Table\" (\"Year\", \"Title\") VALUES (1, 'a')");
    }

    @Test
    void functions_get_their_own_names() {
        assertThat(convert("UPDATE `Odd Table` SET Title = CONCAT(IFNULL(Title, ''), CURDATE())"))
                .isEqualTo("UPDATE \"Odd Table\" SET \"Title\" = CONCAT ( COALESCE( \"Title\", '' ), CURRENT_DATE )");
    }
}
