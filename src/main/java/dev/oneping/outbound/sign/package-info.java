/** Signatures by Standard Webhooks, and the keys that make them. */
@NullMarked
package dev.oneping.outbound.sign;

import org.jspecify.annotations.NullMarked;
