/** What tests of several packages share: a real Redis, and nothing that pretends to be one of our own parts. */
@NullMarked
package dev.oneping.testing;

import org.jspecify.annotations.NullMarked;
