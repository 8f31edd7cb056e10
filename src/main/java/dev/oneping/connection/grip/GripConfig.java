package dev.oneping.connection.grip;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which GRIP proxies (Pushpin, Fastly Fanout) may stand before this service. None is known unless it is named here. */
@ConfigMapping(prefix = "oneping.grip")
public interface GripConfig {

    /** The proxies, each by a name of your choice. */
    Map<String, Proxy> proxies();

    /**
     * How often a proxy that has nothing to say about a WebSocket tells that it still holds it. A client whose node has
     * died is sent away by that, so this is the longest it waits. Proxies take no less than 20 s.
     */
    @WithDefault("25s")
    Duration keepAlive();

    /** How often a silent stream gets a comment, so that what lies between the proxy and the client does not cut it. */
    @WithDefault("15s")
    Duration comment();

    /**
     * After how long a proxy asks for what a silent stream has missed without being told to. While the node lives it is told
     * with each heartbeat; a stream whose node has died is ended by this. Pushpin asks ten times a second at the most.
     */
    @WithDefault("60s")
    Duration askAfter();

    /** How long the link is good by which a proxy asks for what a stream has missed. It gets a new one with each answer. */
    @WithDefault("10m")
    Duration linkLife();

    /** How many frames wait for one proxy's control port. What is more is dropped, and its session with it. */
    @WithDefault("10000")
    @Min(1)
    @Max(1_000_000)
    int waiting();

    /** How long one answer of a control port is awaited. */
    @WithDefault("5s")
    Duration publishTimeout();

    /** How often publishing is tried before what was to be published is given up. The pauses double from 100 ms to 2 s. */
    @WithDefault("5")
    @Min(1)
    @Max(20)
    int publishAttempts();

    /** How often at the most a change of one resource is published; changes in between go together. */
    @WithDefault("1s")
    Duration coalesce();

    /** One proxy, or several that share a key. */
    interface Proxy {

        /**
         * What its {@code Grip-Sig} is verified with: a secret, as text or as {@code base64:…}, for HS256; or a public
         * P-256 key for ES256, as PEM or as {@code file:} and the path of a PEM file.
         */
        String key();

        /** The {@code iss} that its signature must have, such as {@code pushpin} or {@code fastly:<service id>}. */
        Optional<String> issuer();

        /**
         * Where it takes what is to be published: {@code http://127.0.0.1:5561/publish/} of a Pushpin,
         * {@code https://api.fastly.com/service/<id>/publish/} of Fastly. Instances of a proxy do not talk to each
         * other, so each has to be named.
         */
        List<URI> controlUris();

        /** The bearer token for publishing; Fastly wants one, a Pushpin of your own does not. */
        Optional<String> token();

        /** Where a cache before this service is told that a resource has changed; {@code {key}} stands for its key. */
        Optional<String> purgeUri();

        /** How it is told: {@code POST} by Fastly, {@code PURGE} by Varnish and others. */
        @WithDefault("POST")
        String purgeMethod();
    }
}
