/** Users' preferences. */
@NullMarked
package dev.oneping.presence.preference;

import org.jspecify.annotations.NullMarked;
