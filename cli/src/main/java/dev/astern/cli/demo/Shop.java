package dev.astern.cli.demo;

import dev.astern.cli.Home;
import dev.astern.cli.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;

/** A small shop in a database of its own, beside the store in the embedded PostgreSQL. */
final class Shop {
    static final String NAME = "shop";
    static final String GATEWAY = "shop_gateway";

    /** Of the embedded PostgreSQL. */
    private static final String SUPERUSER = "astern";

    private static final String[] TABLES = {
        "CREATE TABLE customer (id int PRIMARY KEY, name text NOT NULL, mail text UNIQUE, credit numeric(10,2) NOT NULL)",
        """
        CREATE TABLE product (sku text PRIMARY KEY, title text NOT NULL, price numeric(10,2) NOT NULL,
            stock int NOT NULL CHECK (stock >= 0))""",
        """
        CREATE TABLE orders (id int PRIMARY KEY, customer int NOT NULL REFERENCES customer ON DELETE CASCADE,
            status text NOT NULL, placed timestamptz NOT NULL, note text)""",
        """
        CREATE TABLE order_item (order_id int REFERENCES orders ON DELETE CASCADE, sku text REFERENCES product,
            quantity int NOT NULL, price numeric(10,2) NOT NULL, PRIMARY KEY (order_id, sku))""",
        "CREATE TABLE ticket (id int PRIMARY KEY, customer int REFERENCES customer ON DELETE SET NULL, queue text, body text)",
        """
        INSERT INTO customer SELECT n, 'Customer ' || n, 'c' || n || '@example.com', n * 1.5
          FROM generate_series(1, 200) n""",
        """
        INSERT INTO product SELECT 'sku-' || n, 'Product ' || n, round((5 + n * 0.37)::numeric, 2), 100 + n
          FROM generate_series(1, 120) n""",
        """
        INSERT INTO orders SELECT n, 1 + n % 200, (ARRAY['paid', 'packed', 'sent'])[1 + n % 3],
               '2026-10-01'::timestamptz + n * interval '1 hour' FROM generate_series(1, 600) n""",
        """
        INSERT INTO order_item SELECT o, 'sku-' || (1 + (o * 7 + i * 11) % 120), 1 + (o + i) % 4, 9.99
          FROM generate_series(1, 600) o, generate_series(0, 2) i""",
        """
        INSERT INTO ticket SELECT n, 1 + n % 200, (ARRAY['billing', 'delivery'])[1 + n % 2], 'Ticket ' || n
          FROM generate_series(1, 150) n""",
    };

    private final String url;

    private Shop(String url) {
        this.url = url;
    }

    String url() {
        return url;
    }

    static Path passwordFile() {
        return Home.folder().resolve("shop-password");
    }

    /** Makes the shop as it is at the start of the story, throwing an earlier one away. */
    static Shop open() throws SQLException, IOException {
        var folder = Home.folder().resolve("postgres");
        var password = Files.readString(folder.resolve("password")).strip();
        var pid = Files.readAllLines(folder.resolve("data").resolve("postmaster.pid"));
        var server = "jdbc:postgresql://127.0.0.1:" + pid.get(3).strip() + "/";
        var gatewayPassword = UUID.randomUUID().toString();
        Home.writePrivate(passwordFile(), gatewayPassword + "\n");
        try (var admin = DriverManager.getConnection(server + "postgres", SUPERUSER, password)) {
            run(admin, "DROP DATABASE IF EXISTS " + NAME + " WITH (FORCE)");
            role(admin, gatewayPassword);
            run(admin, "CREATE DATABASE " + NAME + " OWNER " + GATEWAY);
        }
        var shop = new Shop(server + NAME);
        try (var connection = shop.connect()) {
            run(connection, TABLES);
        }
        return shop;
    }

    /** No superuser: what a real site would give the gateway. */
    private static void role(Connection admin, String password) throws SQLException {
        boolean exists;
        try (var statement = admin.createStatement();
                var row = statement.executeQuery("SELECT FROM pg_roles WHERE rolname = '" + GATEWAY + "'")) {
            exists = row.next();
        }
        run(
                admin,
                (exists ? "ALTER" : "CREATE") + " ROLE " + GATEWAY + " LOGIN CREATEROLE PASSWORD '" + password + "'");
    }

    /** Somebody's own connection, past the gateway. */
    Connection connect() {
        try {
            return DriverManager.getConnection(url, GATEWAY, Home.readPrivate(passwordFile()));
        } catch (SQLException e) {
            throw new UsageException("the shop's database does not answer: " + e.getMessage());
        }
    }

    static void run(Connection connection, String... statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
