/** The state of one user in presence, and the pure calculation of the next one. */
@NullMarked
package dev.oneping.presence.person;

import org.jspecify.annotations.NullMarked;
