/** The event feed: long polling, server-sent events and WebSocket, all with the same cursor. */
@NullMarked
package dev.oneping.feed;

import org.jspecify.annotations.NullMarked;
