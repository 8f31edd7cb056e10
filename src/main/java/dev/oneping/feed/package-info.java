/** Events for those who ask: by poll with a cursor and a wait. */
@NullMarked
package dev.oneping.feed;

import org.jspecify.annotations.NullMarked;
