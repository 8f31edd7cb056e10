/** Inbound signals: others report what happened to a user, through a URL that was given to them alone. */
@NullMarked
package dev.oneping.signal;

import org.jspecify.annotations.NullMarked;
