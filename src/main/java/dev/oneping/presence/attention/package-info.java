/** Attention: the observations of a session, their age, and the user's attention computed from them. Pure functions. */
@NullMarked
package dev.oneping.presence.attention;

import org.jspecify.annotations.NullMarked;
