package dev.oneping.presence;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Presence settings: lifetime of sessions, decay of attention, limits per user. */
@ConfigMapping(prefix = "oneping.presence")
public interface PresenceConfig {

    /** Interval of server pings. A shorter one detects dead peers sooner and wakes phones more often. */
    @WithDefault("25s")
    Duration heartbeat();

    /** Time to wait for a pong before the connection counts as dead. */
    @WithDefault("10s")
    Duration pongLimit();

    /**
     * Lifetime of a session without a refresh. A shorter one detects the sessions of a dead node sooner. Must be at
     * least twice the heartbeat plus the pong limit, or the service does not start: one lost ping would take a device
     * offline.
     */
    @WithDefault("60s")
    Duration lease();

    /** Maximum number of devices per user, registered or online. */
    @WithDefault("20")
    @Min(1)
    int devices();

    /**
     * Maximum number of users per tenant whose presence or settings are stored. Each costs a kilobyte or more of Redis for 400
     * days after the last change. Users who were only ever notified do not count.
     */
    @WithDefault("1000000")
    @Min(1)
    int usersPerTenant();

    /** Maximum number of live sessions per device, usually browser tabs. */
    @WithDefault("8")
    @Min(1)
    int sessionsPerDevice();

    /** Number of users that this node caches to save reads, about 2 kB each. */
    @WithDefault("20000")
    @Min(1)
    int remembered();

    /**
     * Time that a device must be seen on the other side of a geofence before it counts as there. A longer one ignores
     * passing cars, and reports arrivals later.
     */
    @WithDefault("30s")
    Duration placeDwell();

    /**
     * Time that a device's last use counts in the vote on the user's time zone. A shorter one follows travellers
     * sooner.
     */
    @WithDefault("12h")
    Duration zoneMemory();

    /**
     * Salt of stored network hashes. With a secret salt, a reader of Redis cannot identify a network by trial; all
     * nodes need the same value.
     */
    @WithDefault("oneping")
    String networkSalt();

    /** Delays before losses are published, in case a device reconnects. */
    Publish publish();

    /** Detection of mass disconnects. */
    MassDrop massDrop();

    /** Decay of attention. */
    Decay decay();

    /** Maximum age of a device's observations before they count as unknown. */
    MaxAge maxAge();

    /** Decay of attention. */
    interface Decay {

        /** Time after the last input during which a user counts as active. */
        @WithDefault("60s")
        Duration active();

        /** Time after the last input during which a user who can see the screen counts as passive and not as away. */
        @WithDefault("5m")
        Duration passive();

        /** Time without reports after which a client's reports about the user no longer count. At most 90 s. */
        @WithDefault("90s")
        Duration silence();
    }

    /**
     * Delays before losses are published, in case a device reconnects. Routing decisions use the actual state at once.
     */
    interface Publish {

        /**
         * Time that a device may take to reconnect after its connection closed, before it is published as offline. A
         * reload takes a second, a change of network a few. An expired lease is published at once.
         */
        @WithDefault("10s")
        Duration offlineGrace();

        /** Time that attention must stay lower before the fall is published. A rise is published at once. */
        @WithDefault("10s")
        Duration attentionGrace();
    }

    /**
     * Detection of mass disconnects: if one node loses many devices at once, the cause is an outage, and its losses
     * are withheld for a while.
     */
    interface MassDrop {

        /** Share of a node's connections that must be lost within the window. */
        @WithDefault("0.3")
        double share();

        /** Minimum number of lost connections: one of three is no outage. */
        @WithDefault("20")
        @Min(1)
        int atLeast();

        /**
         * Window in which losses are counted. Must be shorter than the grace periods of publishing, or the first
         * losses are published before the last is detected.
         */
        @WithDefault("5s")
        Duration window();

        /** Time during which losses of that node are then withheld; about as long as clients take to reconnect. */
        @WithDefault("30s")
        Duration grace();
    }

    /** Maximum age of a device's observations before they count as unknown. */
    interface MaxAge {

        /** A battery empties by some percent in this time. */
        @WithDefault("15m")
        Duration battery();

        /** A network seldom changes without the connection being lost. */
        @WithDefault("30m")
        Duration network();

        /** A user walks a kilometre in this time. */
        @WithDefault("10m")
        Duration location();

        /** The client reports when it enters or leaves, so its report may be older than a fix. */
        @WithDefault("30m")
        Duration places();

        /** A device changes its zone once per journey, and clients report it with every hello. */
        @WithDefault("24h")
        Duration zone();

        /** Typing seldom lasts long without a pause. */
        @WithDefault("15s")
        Duration typing();

        /** A call or a presentation counts for as long as a client's attention reports. */
        @WithDefault("90s")
        Duration activity();

        /** A device repeats it with every report, and keeps it on for hours. */
        @WithDefault("30m")
        Duration doNotDisturb();
    }
}
