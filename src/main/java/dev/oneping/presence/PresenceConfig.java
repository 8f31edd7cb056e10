package dev.oneping.presence;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How long sessions live, how fast conclusions decay, and how much one person may have. */
@ConfigMapping(prefix = "oneping.presence")
public interface PresenceConfig {

    /** How often the server pings a connection. More often finds dead peers sooner and wakes phones more. */
    @WithDefault("25s")
    Duration heartbeat();

    /** How long a pong may take before the connection counts as dead. */
    @WithDefault("10s")
    Duration pongLimit();

    /**
     * How long a session counts as present without being refreshed. Shorter finds the sessions of a dead node sooner; the
     * start is refused below twice the heartbeat plus the pong limit, for then one lost ping would be an offline event.
     */
    @WithDefault("60s")
    Duration lease();

    /** How many devices one person may have, registered or online. */
    @WithDefault("20")
    @Min(1)
    int devices();

    /** How many live sessions one device may have: tabs, mostly. */
    @WithDefault("8")
    @Min(1)
    int sessionsPerDevice();

    /** How many people this node remembers, to save the reading of them. About 2 kB each. */
    @WithDefault("20000")
    @Min(1)
    int remembered();

    /**
     * How long a device must be seen on the other side of a fence before it counts as there. Longer lets cars pass, and
     * tells of an arrival later.
     */
    @WithDefault("30s")
    Duration placeDwell();

    /** How long the use of a device counts in the vote on the person's zone. Shorter follows a traveller sooner. */
    @WithDefault("12h")
    Duration zoneMemory();

    /**
     * What is mixed into the hash of a network before it is stored. With a secret of your own nobody who reads Redis can
     * find out by trial which network it was; all nodes need the same.
     */
    @WithDefault("oneping")
    String networkSalt();

    /** How long a loss is kept from subscribers, in case it is none. */
    Publish publish();

    /** When many devices are lost at once, and what of it. */
    MassDrop massDrop();

    /** How fast attention decays. */
    Decay decay();

    /** How old what devices said of their context may be before it counts as unknown. */
    MaxAge maxAge();

    /** How fast attention decays. */
    interface Decay {

        /** How long after the last input a person counts as active. */
        @WithDefault("60s")
        Duration active();

        /** How long after the last input a person who can still see the screen counts as there, and not as away. */
        @WithDefault("5m")
        Duration passive();

        /** How long a client may be silent before what it said of the person counts for nothing. At most 90 s. */
        @WithDefault("90s")
        Duration silence();
    }

    /** How long a loss is kept from subscribers, in case it is none. Decisions are made on what is so at once. */
    interface Publish {

        /**
         * How long a device whose connection was closed may take to come back without having been offline for
         * subscribers. A reload takes a second, a change of network some more. A lease that ran out is told at once.
         */
        @WithDefault("10s")
        Duration offlineGrace();

        /** How long attention may have fallen before it is told. That it rose is told at once. */
        @WithDefault("10s")
        Duration attentionGrace();
    }

    /** When many devices of one node are lost at once, the fault is ours: no loss there is told for a while. */
    interface MassDrop {

        /** Which part of a node's connections must be lost within the window. */
        @WithDefault("0.3")
        double share();

        /** How many at the least: of three connections one is no outage. */
        @WithDefault("20")
        @Min(1)
        int atLeast();

        /** In which time. Shorter than the graces of publishing, or the first losses are told before the last is seen. */
        @WithDefault("5s")
        Duration window();

        /** For how long losses of that node are then not told. About as long as clients take to come back. */
        @WithDefault("30s")
        Duration grace();
    }

    /** How old what devices said of their context may be before it counts as unknown. */
    interface MaxAge {

        /** A battery empties by some percent in this time. */
        @WithDefault("15m")
        Duration battery();

        /** A network seldom changes without the connection being lost. */
        @WithDefault("30m")
        Duration network();

        /** A person walks a kilometre in this time. */
        @WithDefault("10m")
        Duration location();

        /** The client tells when it enters or leaves, so its word may be older than a fix. */
        @WithDefault("30m")
        Duration places();

        /** A clock is set to another zone once on a journey, and clients say it with every hello. */
        @WithDefault("24h")
        Duration zone();

        /** Nobody writes for long without a pause. */
        @WithDefault("15s")
        Duration typing();

        /** A call or a presentation: as long as a client's word on attention counts. */
        @WithDefault("90s")
        Duration activity();

        /** A device says it anew with every report, and keeps it on for hours. */
        @WithDefault("30m")
        Duration doNotDisturb();
    }
}
