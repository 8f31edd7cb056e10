/** Presence of users: their devices, sessions with leases, reports, and the attention computed from them. */
@NullMarked
package dev.oneping.presence;

import org.jspecify.annotations.NullMarked;
