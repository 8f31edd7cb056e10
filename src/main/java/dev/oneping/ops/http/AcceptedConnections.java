package dev.oneping.ops.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Installs the limits in each connection that a listening channel accepts, and closes excess connections before anything
 * is read from them.
 */
@Sharable
final class AcceptedConnections extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = Logger.getLogger(AcceptedConnections.class);
    private static final long WARNING_INTERVAL = TimeUnit.MINUTES.toNanos(1);

    private final HttpConnectionConfig config;
    private final OpenConnections open;
    private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());

    AcceptedConnections(HttpConnectionConfig config) {
        this.config = config;
        this.open = new OpenConnections(config.maxConnections(), config.maxConnectionsPerAddress());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Channel accepted) {
            OpenConnections.Place place = open.enter(accepted);
            if (place == null) {
                warn(accepted);
                accepted.unsafe().closeForcibly();
                return;
            }
            accepted.closeFuture().addListener(ignored -> place.closed());
            accepted.pipeline().addLast(new HeaderDeadline(config, place));
        }
        context.fireChannelRead(message);
    }

    /** Logs one line a minute, however many connections are closed. */
    private void warn(Channel excess) {
        long now = System.nanoTime();
        long next = nextWarning.get();
        if (now - next >= 0 && nextWarning.compareAndSet(next, now + WARNING_INTERVAL)) {
            LOG.warnf(
                    "a connection from %s exceeds oneping.http.max-connections or oneping.http.max-connections-per-address and"
                            + " is closed; others too for a minute without a line here",
                    excess.remoteAddress());
        }
    }
}
