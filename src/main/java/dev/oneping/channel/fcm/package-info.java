/** Firebase Cloud Messaging, by its HTTP v1 API. */
@NullMarked
package dev.oneping.channel.fcm;

import org.jspecify.annotations.NullMarked;
