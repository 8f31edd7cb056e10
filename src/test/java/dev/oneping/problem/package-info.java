/** Every refusal, asked for over HTTP. */
@NullMarked
package dev.oneping.problem;

import org.jspecify.annotations.NullMarked;
