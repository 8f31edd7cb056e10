/** What is kept of a user beside devices: contacts, preferences, do not disturb, privacy; the directory of users. */
@NullMarked
package dev.oneping.presence.user;

import org.jspecify.annotations.NullMarked;
