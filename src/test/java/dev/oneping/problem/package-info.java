/** Serves a resource for each error response. */
@NullMarked
package dev.oneping.problem;

import org.jspecify.annotations.NullMarked;
