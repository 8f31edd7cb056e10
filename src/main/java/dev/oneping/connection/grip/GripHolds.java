package dev.oneping.connection.grip;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes the response headers that instruct a proxy to hold a request. The proxy does not pass them on: the client
 * only sees a response that takes its time.
 */
@Singleton
public class GripHolds {

    /** The minimum hold time; a proxy extends shorter ones to this. */
    public static final Duration SHORTEST = Duration.ofSeconds(5);

    /** The keep-alive of a silent stream of server-sent events. */
    private static final String COMMENT = ":";

    private final GripPublisher publisher;
    private final GripConfig config;
    private final NextLinks links;
    private final Clock clock;

    GripHolds(GripPublisher publisher, GripConfig config, NextLinks links, Clock clock) {
        this.publisher = publisher;
        this.config = config;
        this.links = links;
        this.clock = clock;
    }

    /** Creates a channel for one held request. */
    public HeldChannel channel(GripProxy proxy, String name) {
        return new HeldChannel(publisher, proxy, name);
    }

    /**
     * Returns the id of the last item that the proxy has of that channel, if it repeats a request; null for a first
     * request.
     */
    public @Nullable String place(HttpServerRequest request, String channel) {
        return GripLast.of(request.headers().getAll("Grip-Last")).get(channel);
    }

    /**
     * Instructs the proxy to hold the response for some time, and to send another one if that is published.
     *
     * @return the instructed time, in whole seconds
     */
    public Duration response(HttpServerResponse response, HeldChannel channel, Duration time) {
        hold(response, "response", channel).putHeader("Grip-Timeout", Long.toString(time.toSeconds()));
        return Duration.ofSeconds(time.toSeconds());
    }

    /**
     * Instructs the proxy to continue the response with published content.
     *
     * @param next    the address at which the proxy requests missed content, relative to this request
     * @param subject the subject of the link; it is signed here
     */
    public void stream(HttpServerResponse response, HeldChannel channel, String next, String subject) {
        String link = next + "?" + links.sign(subject, clock.instant());
        link(keepAlive(hold(response, "stream", channel)), link);
    }

    /**
     * Instructs the proxy to continue a stream that is the same for all clients. The instructions do not depend on the
     * client or the time, so caches may store them; the link is not signed, since its content is as public.
     *
     * @param place the id of the item in the channel at which the stream continues
     * @param next  the address at which the proxy requests missed content, relative to this request
     */
    public HttpServerResponse shared(HttpServerResponse response, String channel, String place, String next) {
        keepAlive(response.putHeader("Grip-Hold", "stream").putHeader("Grip-Channel", channel + "; prev-id=" + place));
        return link(response, next);
    }

    /** Verifies a link that a proxy follows. */
    public NextLinks.Verdict verdict(HttpServerRequest request, String subject) {
        Instant now = clock.instant();
        return links.verify(subject, request.getParam("until"), request.getParam("signature"), now);
    }

    private static HttpServerResponse hold(HttpServerResponse response, String how, HeldChannel channel) {
        return response.putHeader("Grip-Hold", how)
                .putHeader("Grip-Channel", channel.name() + "; prev-id=" + channel.last());
    }

    private HttpServerResponse keepAlive(HttpServerResponse response) {
        return response.putHeader(
                "Grip-Keep-Alive",
                COMMENT + "\\n\\n; format=cstring; timeout=" + config.comment().toSeconds());
    }

    private HttpServerResponse link(HttpServerResponse response, String link) {
        return response.putHeader(
                "Grip-Link",
                "<" + link + ">; rel=next; timeout=" + config.askAfter().toSeconds());
    }
}
