/** An app's own gateways: signed HTTP calls for text messages, chats and any other channel of the app. */
@NullMarked
package dev.oneping.channel.gateway;

import org.jspecify.annotations.NullMarked;
