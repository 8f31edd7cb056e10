/** One turn of a notification: facts, decision, commit, effects; and what gives cause for a turn. */
@NullMarked
package dev.oneping.notify.turn;

import org.jspecify.annotations.NullMarked;
