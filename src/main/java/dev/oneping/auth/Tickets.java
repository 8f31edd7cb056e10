package dev.oneping.auth;

import dev.oneping.auth.Caller.DeviceCaller;
import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;

/**
 * Tickets: each opens one connection of one device, once, within seconds. They are for browsers, which cannot put a token
 * in a header of a WebSocket, and ought not to put one in a URL. In Redis a ticket is {@code auth:ticket:<hash>}, which
 * expires by itself.
 */
@Singleton
class Tickets {

    private static final String PREFIX = "tkt_";
    private static final int BYTES = 20;

    private final RedisPipeline redis;
    private final AuthConfig config;

    Tickets(RedisPipeline redis, AuthConfig config) {
        this.redis = redis;
        this.config = config;
    }

    Uni<Secret> issue(DeviceCaller device) {
        Secret ticket = Secret.create(PREFIX, BYTES);
        String holder = device.person() + ":" + device.device();
        return redis.command(
                        Command.SET,
                        key(ticket),
                        holder,
                        "PX",
                        config.ticketTtl().toMillis())
                .replaceWith(ticket);
    }

    /** Uses a ticket up. One that is over cannot be told from one that never was. */
    Uni<Proof<DeviceCaller>> redeem(Secret ticket) {
        return redis.command(Command.GETDEL, key(ticket))
                .map(holder -> holder.isNil() ? new Proof.Invalid<>() : new Proof.Valid<>(caller(holder.text())));
    }

    private static DeviceCaller caller(String holder) {
        int colon = holder.lastIndexOf(':');
        UserRef person = UserRef.parse(holder.substring(0, colon));
        return new DeviceCaller(person.tenant(), person.user(), new DeviceId(holder.substring(colon + 1)));
    }

    private static String key(Secret ticket) {
        return "auth:ticket:" + ticket.sha256();
    }
}
