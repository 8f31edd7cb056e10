/** Requests to notify: read, checked, shed, deduplicated, accepted. */
@NullMarked
package dev.oneping.notify.intake;

import org.jspecify.annotations.NullMarked;
