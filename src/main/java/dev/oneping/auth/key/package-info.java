/** API keys. */
@NullMarked
package dev.oneping.auth.key;

import org.jspecify.annotations.NullMarked;
