/** Text: code points, edit distance, short durations, timestamps, digests. */
@NullMarked
package dev.oneping.text;

import org.jspecify.annotations.NullMarked;
