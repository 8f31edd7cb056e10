/** What delivery asks of others, and others of delivery. */
@NullMarked
package dev.oneping.delivery.port;

import org.jspecify.annotations.NullMarked;
