/** Web Push: messages to browsers, encrypted for the browser (RFC 8291) and signed for its push service (RFC 8292). */
@NullMarked
package dev.oneping.channel.webpush;

import org.jspecify.annotations.NullMarked;
