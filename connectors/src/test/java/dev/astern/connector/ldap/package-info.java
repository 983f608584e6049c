@NullMarked
package dev.astern.connector.ldap;

import org.jspecify.annotations.NullMarked;
