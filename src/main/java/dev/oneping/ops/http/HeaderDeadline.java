package dev.oneping.ops.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that does not become an HTTP connection in time, as when the peer sends nothing or does not finish
 * its TLS handshake. Once the HTTP codec is there, {@link RequestDeadlines} takes its place with the same deadline. HTTP/2,
 * which is chosen only within TLS, has no limits of this kind. Confined to the event loop of its connection.
 */
final class HeaderDeadline extends ChannelInboundHandlerAdapter {

    /** The name that Vert.x gives the encoder of HTTP/1.1, the last handler of the codec. */
    private static final String CODEC = "httpEncoder";

    /** The name that Vert.x gives the handler of any version of HTTP. */
    private static final String HTTP = "handler";

    private final HttpConnectionConfig config;
    private final OpenConnections.Place place;
    private final long deadline;
    private @Nullable ScheduledFuture<?> timer;

    HeaderDeadline(HttpConnectionConfig config, OpenConnections.Place place) {
        this.config = config;
        this.place = place;
        this.deadline = System.nanoTime() + config.headerTimeout().toNanos();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        timer = context.executor().schedule(() -> expire(context), deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        if (context.pipeline().get(CODEC) != null) {
            context.pipeline().addAfter(CODEC, "request-deadlines", new RequestDeadlines(config, place, deadline));
            context.pipeline().remove(this);
        }
        context.fireChannelRead(bytes);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        ScheduledFuture<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
    }

    private void expire(ChannelHandlerContext context) {
        if (context.pipeline().get(HTTP) != null && context.pipeline().get(CODEC) == null) {
            context.pipeline().remove(this);
        } else {
            context.close();
        }
    }
}
