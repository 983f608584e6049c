package dev.astern.connector.sql.install;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Runs what it is given and keeps the text of plain statements, so that a printed script is what an install runs. */
final class RecordingConnection {
    private final List<String> statements = new ArrayList<>();
    private final Connection connection;

    RecordingConnection(Connection real) {
        this.connection = proxy(Connection.class, real);
    }

    Connection connection() {
        return connection;
    }

    List<String> statements() {
        return List.copyOf(statements);
    }

    private <T> T proxy(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            try {
                if (method.getName().equals("execute") && args != null && args[0] instanceof String sql) {
                    statements.add(sql.strip());
                }
                var result = method.invoke(real, args);
                return method.getName().equals("createStatement") && result instanceof Statement statement
                        ? proxy(Statement.class, statement)
                        : result;
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }));
    }
}
