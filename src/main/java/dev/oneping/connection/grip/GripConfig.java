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

/** The GRIP proxies (Pushpin, Fastly Fanout) in front of this service; none by default. */
@ConfigMapping(prefix = "oneping.grip")
public interface GripConfig {

    /** The proxies by name; the names are free. */
    Map<String, Proxy> proxies();

    /**
     * Interval at which a proxy confirms that it holds a silent WebSocket. A client whose node has died is
     * disconnected then, so this is its maximum delay. Proxies require at least 20 s.
     */
    @WithDefault("25s")
    Duration keepAlive();

    /**
     * Interval of comments in a silent stream, so that intermediaries between the proxy and the client do not close
     * it.
     */
    @WithDefault("15s")
    Duration comment();

    /**
     * Time after which a proxy asks unprompted for missed content of a silent stream. While the node is alive it
     * prompts the proxy with each heartbeat; the stream of a dead node ends this way. Pushpin sends at most ten such
     * requests a second.
     */
    @WithDefault("60s")
    Duration askAfter();

    /** Validity of the link for requesting missed content of a stream. Each answer contains a new one. */
    @WithDefault("10m")
    Duration linkLife();

    /**
     * Maximum number of frames queued for one control port of a proxy. Excess frames are dropped, and their sessions
     * closed.
     */
    @WithDefault("10000")
    @Min(1)
    @Max(1_000_000)
    int waiting();

    /** Timeout of a publish request. */
    @WithDefault("5s")
    Duration publishTimeout();

    /** Number of publish attempts before the items are dropped. The delays between them double from 100 ms to 2 s. */
    @WithDefault("5")
    @Min(1)
    @Max(20)
    int publishAttempts();

    /** Minimum time between two publications of one resource; changes in between are coalesced. */
    @WithDefault("1s")
    Duration coalesce();

    /** One proxy, or several with the same key. */
    interface Proxy {

        /**
         * The key that verifies its {@code Grip-Sig}: a secret, as text or as {@code base64:…}, for HS256; or a public
         * P-256 key for ES256, as PEM or as {@code file:} and the path of a PEM file.
         */
        String key();

        /** The required {@code iss} of its signature, such as {@code pushpin} or {@code fastly:<service id>}. */
        Optional<String> issuer();

        /**
         * The URLs for publishing: {@code http://127.0.0.1:5561/publish/} of a Pushpin,
         * {@code https://api.fastly.com/service/<id>/publish/} of Fastly. Instances of a proxy do not communicate with
         * each other, so each must be listed.
         */
        List<URI> controlUris();

        /** The bearer token for publishing; Fastly requires one, a self-hosted Pushpin does not. */
        Optional<String> token();

        /** The purge URL of a cache in front of this service; {@code {key}} is replaced by the key of the resource. */
        Optional<String> purgeUri();

        /** The purge method: {@code POST} for Fastly, {@code PURGE} for Varnish and others. */
        @WithDefault("POST")
        String purgeMethod();
    }
}
