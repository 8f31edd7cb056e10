/** The consent of a receiver, before anything is sent to it. */
@NullMarked
package dev.oneping.webhook.consent;

import org.jspecify.annotations.NullMarked;
