package dev.astern.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.astern.connector.Extent;
import dev.astern.connector.Extent.Amount;
import dev.astern.connector.Performance;
import dev.astern.connector.Reason;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What share of a table an action changes, and how much money it moves. */
class ExtentTest {
    private static Target target;

    @BeforeAll
    static void install() {
        target = new Target(
                Map.of(
                        "amounts",
                        "public.orders.total GBP, public.orders.fee GBP,public.payment.sum EUR, public.wage.pay GBP,"
                                + "public.spread.fee"),
                "CREATE TABLE orders (id int PRIMARY KEY, total numeric, fee float8, note text)",
                "INSERT INTO orders SELECT n, 10, 1, 'n' FROM generate_series(1, 200) n",
                "CREATE TABLE payment (a int, sum money)",
                "INSERT INTO payment SELECT n, 5 FROM generate_series(1, 4) n",
                "CREATE TABLE wage (person text, pay numeric(10, 2))",
                "INSERT INTO wage VALUES ('a', 100), ('b', 200), ('c', 300)",
                "CREATE TABLE plain (id int PRIMARY KEY, v text)",
                "INSERT INTO plain SELECT n, 'v' FROM generate_series(1, 10) n",
                "CREATE TABLE spread (id int, fee int, PRIMARY KEY (id)) PARTITION BY RANGE (id)",
                "CREATE TABLE spread_1 PARTITION OF spread FOR VALUES FROM (0) TO (100)",
                "CREATE TABLE spread_2 PARTITION OF spread FOR VALUES FROM (100) TO (1000)",
                "INSERT INTO spread SELECT n, n FROM generate_series(51, 150) n",
                "CREATE TABLE large (id int PRIMARY KEY, v text)",
                "INSERT INTO large SELECT n, repeat('x', 100) FROM generate_series(1, 20000) n",
                "ANALYZE large");
    }

    @AfterAll
    static void close() {
        target.close();
    }

    @Test
    void the_share_of_a_small_table_is_exact() {
        share("UPDATE orders SET note = 'x' WHERE id <= 10", "public.orders", 0.05);
        share("DELETE FROM orders WHERE id <= 50", "public.orders", 0.25);
        share("DELETE FROM orders", "public.orders", 1);
        share("INSERT INTO orders SELECT n, 0 FROM generate_series(1001, 1200) n", "public.orders", 0.5);
        share("UPDATE spread SET fee = 0 WHERE id IN (60, 140)", "public.spread", 0.02);
    }

    @Test
    void the_largest_share_counts() {
        share(
                List.of("UPDATE orders SET note = 'x' WHERE id = 1", "UPDATE plain SET v = 'x' WHERE id < 4"),
                "public.plain",
                0.3);
        share(
                List.of("UPDATE plain SET v = 'x' WHERE id < 4", "UPDATE orders SET note = 'x' WHERE id = 1"),
                "public.plain",
                0.3);
    }

    @Test
    void the_share_of_a_large_table_is_an_estimate_and_said_to_be_one() {
        var extent = rehearse("UPDATE large SET v = 'x' WHERE id <= 2000");
        assertThat(extent.estimated()).isTrue();
        assertThat(extent.share().orElseThrow()).isCloseTo(0.1, within(0.02));
    }

    @Test
    void what_is_changed_and_changed_back_is_no_share() {
        share(List.of("UPDATE plain SET v = 'x' WHERE id = 1", "UPDATE plain SET v = 'v' WHERE id = 1"), "", 0);
    }

    @Test
    void the_amount_is_what_lies_between_before_and_after_row_by_row() {
        moved("0", "UPDATE orders SET note = 'y'");
        moved("12.5", "UPDATE orders SET total = total + 12.5 WHERE id = 1");
        // One up and one down do not cancel out.
        moved("6", "UPDATE orders SET total = CASE id WHEN 1 THEN 13 ELSE 7 END WHERE id IN (1, 2)");
        moved("11", "DELETE FROM orders WHERE id = 1");
        moved("7.25", "INSERT INTO orders VALUES (999, 7.25)");
        moved("10", "UPDATE orders SET total = NULL WHERE id = 3");
        moved("4", "UPDATE orders SET total = total + 3, fee = fee - 1 WHERE id = 3");
        // Whatever lay between.
        moved("1", "UPDATE orders SET total = 900 WHERE id = 3", "UPDATE orders SET total = 11 WHERE id = 3");
        moved("0", "DELETE FROM orders WHERE id = 4", "INSERT INTO orders VALUES (4, 10, 1)");
    }

    @Test
    void bulk_capture_says_the_same() {
        moved("200", "UPDATE orders SET total = total + 1 WHERE id IN (SELECT id FROM orders)");
        amount(rehearse("UPDATE wage SET pay = pay + 1 WHERE person IN (SELECT person FROM wage)"), "3", "GBP");
    }

    @Test
    void without_a_key_each_step_of_a_row_counts() {
        amount(rehearse("UPDATE wage SET pay = pay - 5 WHERE person <> 'b'"), "10", "GBP");
        amount(rehearse("DELETE FROM wage WHERE person = 'b'"), "200", "GBP");
        amount(
                rehearse(
                        "UPDATE wage SET pay = 150 WHERE person = 'a'", "UPDATE wage SET pay = 100 WHERE person = 'a'"),
                "100",
                "GBP");
    }

    @Test
    void amounts_in_one_currency_are_in_it_and_in_several_in_none() {
        amount(rehearse("UPDATE payment SET sum = sum * 2 WHERE a = 1"), "5", "EUR");
        amount(
                rehearse("UPDATE payment SET sum = sum * 2 WHERE a = 1", "UPDATE orders SET total = 11 WHERE id = 1"),
                "6",
                "");
        amount(rehearse("UPDATE spread SET fee = 52 WHERE id = 51"), "1", "");
    }

    @Test
    void what_can_not_be_told_is_not_nothing() {
        for (var value : List.of("NaN", "Infinity")) {
            assertThat(rehearse("UPDATE orders SET total = '" + value + "' WHERE id = 1")
                            .amount())
                    .isInstanceOf(Amount.Untold.class);
            assertThat(rehearse("UPDATE orders SET fee = '" + value + "' WHERE id = 1")
                            .amount())
                    .isInstanceOf(Amount.Untold.class);
        }
    }

    /** Whoever wrote it meant money that nobody measures now. */
    @Test
    void a_setting_that_fits_nothing_is_not_taken_for_no_money() {
        for (var misnamed : List.of("public.bill.note", "public.bill.totl", "public.bil.total")) {
            try (var own = new Target(
                    Map.of("amounts", "public.bill.total," + misnamed),
                    "CREATE TABLE bill (id int PRIMARY KEY, total numeric, note text)")) {
                assertThat(rehearse(own, "INSERT INTO bill VALUES (1, 1)").amount())
                        .isInstanceOfSatisfying(
                                Amount.Untold.class, no -> assertThat(no.why()).contains(misnamed));
                assertThat(new SqlProvider().installation(own.config()).status().findings())
                        .anyMatch(finding -> finding.resource().equals(misnamed));
            }
        }
    }

    @Test
    void a_column_that_was_renamed_is_still_known() {
        try (var own = new Target(
                Map.of("amounts", "public.bill.total GBP"),
                "CREATE TABLE bill (id int PRIMARY KEY, total numeric)",
                "INSERT INTO bill VALUES (1, 1)")) {
            own.owner("ALTER TABLE bill RENAME COLUMN total TO gross");
            own.refresh();
            amount(rehearse(own, "UPDATE bill SET gross = 3"), "2", "GBP");
        }
    }

    @Test
    void where_nobody_named_amounts_nothing_is_said_of_money() {
        try (var own = new Target("CREATE TABLE bill (id int PRIMARY KEY, total numeric)")) {
            assertThat(rehearse(own, "INSERT INTO bill VALUES (1, 1)").amount()).isEqualTo(new Amount.NotNamed());
            var settings = Map.of("amounts", "bill.total");
            assertThatThrownBy(() -> SqlSettings.of(settings)).hasMessageContaining("schema.table.column");
        }
    }

    @Test
    void an_installation_of_before_says_that_it_can_not_tell() {
        try (var own = new Target(
                Map.of("amounts", "public.bill.total"), "CREATE TABLE bill (id int PRIMARY KEY, total numeric)")) {
            own.owner(
                    "DROP FUNCTION astern.moved(text, integer, integer[], integer[])",
                    "DROP FUNCTION astern.table_rows()");
            refingerprint(own);
            var extent = rehearse(own, "INSERT INTO bill VALUES (1, 1)");
            assertThat(extent.share()).isEmpty();
            assertThat(extent.amount()).isInstanceOf(Amount.Untold.class);
            own.refresh();
        }
    }

    @Test
    void agents_are_not_told() throws SQLException {
        assertThat(target.refused("SELECT astern.moved('guess', 1, ARRAY[1], ARRAY[2])"))
                .isEqualTo(Reason.NOT_ALLOWED);
        assertThat(target.refused("SELECT * FROM astern.own_images('guess', 1) AS i(x bigint)"))
                .isEqualTo(Reason.NOT_ALLOWED);
        assertThat(target.refused("SELECT astern.rehearse_triggers_off('guess', 1)"))
                .isEqualTo(Reason.NOT_ALLOWED);
    }

    private static void refingerprint(Target own) {
        try (var connection = new OwnerConnections(own.config()).open()) {
            dev.astern.connector.sql.install.Fingerprint.keep(connection);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void share(String statement, String of, double share) {
        share(List.of(statement), of, share);
    }

    private static void share(List<String> statements, String of, double share) {
        var extent = rehearse(statements.toArray(String[]::new));
        assertThat(extent.share().orElseThrow()).as("%s", statements).isCloseTo(share, within(1e-9));
        assertThat(extent.of()).isEqualTo(of);
        assertThat(extent.estimated()).isFalse();
    }

    private static void moved(String amount, String... statements) {
        amount(rehearse(statements), amount, "GBP");
    }

    private static void amount(Extent extent, String amount, String currency) {
        assertThat(extent.amount()).isInstanceOfSatisfying(Amount.Moved.class, moved -> {
            assertThat(moved.value()).isEqualByComparingTo(new BigDecimal(amount));
            if (moved.value().signum() != 0) {
                assertThat(moved.currency()).isEqualTo(currency);
            }
        });
    }

    private static Extent rehearse(String... statements) {
        return rehearse(target, statements);
    }

    private static Extent rehearse(Target at, String... statements) {
        var operation = at.operation("run_sql", Map.of("statements", List.of(statements)));
        return switch (at.connector().rehearse(operation, Target.always(Target.newId(), Target.session()))) {
            case Performance.RolledBack taken -> taken.observed().extent();
            case Performance other -> throw new AssertionError(other);
        };
    }
}
