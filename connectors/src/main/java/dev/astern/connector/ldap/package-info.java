/** Who may do what, in a directory that is asked over LDAP. */
@NullMarked
package dev.astern.connector.ldap;

import org.jspecify.annotations.NullMarked;
