/** Tests of {@link dev.oneping.privacy}. */
@NullMarked
package dev.oneping.privacy;

import org.jspecify.annotations.NullMarked;
