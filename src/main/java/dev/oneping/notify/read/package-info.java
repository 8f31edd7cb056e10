/** Notifications as their senders and recipients read them: one, searched, inbox, waited for. */
@NullMarked
package dev.oneping.notify.read;

import org.jspecify.annotations.NullMarked;
