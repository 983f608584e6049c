/** People decide about held actions: who may, how many have to, until when, and what runs then. */
@NullMarked
package dev.astern.approval;

import org.jspecify.annotations.NullMarked;
