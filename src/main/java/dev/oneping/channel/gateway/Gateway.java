package dev.oneping.channel.gateway;

import dev.oneping.outbound.sign.SigningKey;
import java.time.Instant;

/**
 * Where an app takes messages for one of its own channels.
 *
 * @param channel the channel's name
 * @param url     where to call
 * @param key     what calls are signed with
 * @param created when it was made
 */
record Gateway(String channel, String url, SigningKey key, Instant created) {}
