/** Small code that breaks the rules, so that the rules can be seen to fail. */
@NullMarked
package dev.oneping.architecture.sample;

import org.jspecify.annotations.NullMarked;
