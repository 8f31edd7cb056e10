/** Presence visible to other users: queries, long polling, watches, and permissions. */
@NullMarked
package dev.oneping.watch;

import org.jspecify.annotations.NullMarked;
