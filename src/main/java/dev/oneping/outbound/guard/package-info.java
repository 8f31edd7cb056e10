/** Checks of webhook endpoints against server-side request forgery: unambiguous URLs and public addresses only. */
@NullMarked
package dev.oneping.outbound.guard;

import org.jspecify.annotations.NullMarked;
