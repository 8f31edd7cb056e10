/** The forms that a delivery can have on the wire. */
@NullMarked
package dev.oneping.webhook.format;

import org.jspecify.annotations.NullMarked;
