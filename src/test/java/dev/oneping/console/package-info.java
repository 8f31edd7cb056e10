/** Tests of the console in a browser. */
@NullMarked
package dev.oneping.console;

import org.jspecify.annotations.NullMarked;
