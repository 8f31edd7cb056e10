/** What a session has said so far, how old it is, and what is concluded from it about the person. Pure. */
@NullMarked
package dev.oneping.presence.attention;

import org.jspecify.annotations.NullMarked;
