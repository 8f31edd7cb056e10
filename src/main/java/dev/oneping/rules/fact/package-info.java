/** What a decision may know: facts of devices, user, notification, history. */
@NullMarked
package dev.oneping.rules.fact;

import org.jspecify.annotations.NullMarked;
