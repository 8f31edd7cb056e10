package dev.oneping.connection.grip;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a proxy is told to hold a request: by headers of the answer, which it keeps to itself. The client sees an answer that
 * takes its time.
 */
@Singleton
public class GripHolds {

    /** A proxy makes what is shorter as long as this. */
    public static final Duration SHORTEST = Duration.ofSeconds(5);

    /** What a silent stream of server-sent events is kept alive with. */
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

    /** A channel for what one proxy holds. */
    public HeldChannel channel(GripProxy proxy, String name) {
        return new HeldChannel(publisher, proxy, name);
    }

    /** The place that the proxy is at in that channel, when it asks again for what it holds; null if it asks first. */
    public @Nullable String place(HttpServerRequest request, String channel) {
        return GripLast.of(request.headers().getAll("Grip-Last")).get(channel);
    }

    /**
     * Lets the proxy hold the answer back for some time, and give another one if that is published.
     *
     * @return the time that it was told, which has no parts of a second
     */
    public Duration response(HttpServerResponse response, HeldChannel channel, Duration time) {
        hold(response, "response", channel).putHeader("Grip-Timeout", Long.toString(time.toSeconds()));
        return Duration.ofSeconds(time.toSeconds());
    }

    /**
     * Lets the proxy go on with the answer, as is published.
     *
     * @param next    the address by which the proxy asks for what it has missed, relative to this request
     * @param subject what that address is good for; it is signed here
     */
    public void stream(HttpServerResponse response, HeldChannel channel, String next, String subject) {
        String link = next + "?" + links.sign(subject, clock.instant());
        link(keepAlive(hold(response, "stream", channel)), link);
    }

    /**
     * Lets the proxy go on with a stream that is the same for everybody. Nothing in what it is told depends on who asks or when,
     * so that caches may keep it; neither is the link signed, for what it leads to is as public.
     *
     * @param place where in the channel the stream goes on
     * @param next  the address by which the proxy asks for what it has missed, relative to this request
     */
    public HttpServerResponse shared(HttpServerResponse response, String channel, String place, String next) {
        keepAlive(response.putHeader("Grip-Hold", "stream").putHeader("Grip-Channel", channel + "; prev-id=" + place));
        return link(response, next);
    }

    /** What is to be thought of a link that a proxy follows. */
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
