package dev.oneping.channel.gateway;

import dev.oneping.outbound.sign.SigningKey;
import java.time.Instant;

/**
 * An app's endpoint that sends messages on one of the app's own channels.
 *
 * @param channel the channel's name
 * @param url     the URL to call
 * @param key     the key that signs the calls
 * @param created when it was created
 */
record Gateway(String channel, String url, SigningKey key, Instant created) {}
