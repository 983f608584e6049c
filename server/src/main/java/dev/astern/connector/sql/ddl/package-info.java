/**
 * Changes of structure: done by the gateway's own role from what {@link dev.astern.connector.sql.ddl.parse} understood,
 * kept so that they can be taken back, and taken back.
 */
@NullMarked
package dev.astern.connector.sql.ddl;

import org.jspecify.annotations.NullMarked;
