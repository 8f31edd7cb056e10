/** Presence in Redis: the one way to load, change and commit a user, and the reviews that fall due. */
@NullMarked
package dev.oneping.presence.store;

import org.jspecify.annotations.NullMarked;
