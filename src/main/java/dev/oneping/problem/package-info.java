/** What is answered when a request cannot be served: the catalogue of problems (RFC 9457), and the one way to them. */
@NullMarked
package dev.oneping.problem;

import org.jspecify.annotations.NullMarked;
