/** A door for applications that send mail by SMTP: what they hand over is an action as any other. */
@NullMarked
package dev.astern.smtp;

import org.jspecify.annotations.NullMarked;
