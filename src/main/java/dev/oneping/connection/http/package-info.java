/**
 * Devices without a WebSocket: the same frames over server-sent events and long polling, with POST for those of the
 * client.
 */
@NullMarked
package dev.oneping.connection.http;

import org.jspecify.annotations.NullMarked;
