/** Error responses: the catalogue of problems (RFC 9457), and the mapping of exceptions to them. */
@NullMarked
package dev.oneping.problem;

import org.jspecify.annotations.NullMarked;
