/** A compact written form of stored values: words by number, numbers in few bytes. */
@NullMarked
package dev.oneping.redis.packed;

import org.jspecify.annotations.NullMarked;
