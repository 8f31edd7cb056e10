/** What an operator needs: checks at the start, health, and the words of the first start. */
@NullMarked
package dev.oneping.ops;

import org.jspecify.annotations.NullMarked;
