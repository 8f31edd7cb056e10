/** The wire formats of deliveries. */
@NullMarked
package dev.oneping.webhook.format;

import org.jspecify.annotations.NullMarked;
