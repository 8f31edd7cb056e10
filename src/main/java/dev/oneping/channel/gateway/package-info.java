/** An app's own gateways: signed HTTP calls, for text messages, chats and whatever else brings things to people. */
@NullMarked
package dev.oneping.channel.gateway;

import org.jspecify.annotations.NullMarked;
