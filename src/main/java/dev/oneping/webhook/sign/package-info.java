/** Signatures by Standard Webhooks, and the keys that make them. */
@NullMarked
package dev.oneping.webhook.sign;

import org.jspecify.annotations.NullMarked;
