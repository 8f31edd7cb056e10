/** Apple's push service, over HTTP/2. */
@NullMarked
package dev.oneping.channel.apns;

import org.jspecify.annotations.NullMarked;
