package dev.oneping.outbound.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpClientConnection;

/**
 * Drops interim responses (RFC 9110, 15.2) that the HTTP client would take for the final one: 102 and unknown 1xx. It
 * handles 100, 101 and 103 by itself. Confined to the event loop of its connection.
 */
final class InterimResponses extends ChannelInboundHandlerAdapter {

    private static final int CONTINUE = 100;
    private static final int SWITCHING = 101;
    private static final int EARLY_HINTS = 103;
    private static final int FIRST_FINAL = 200;
    private static final String CLIENT = "handler";

    private boolean dropping;

    /** Installs itself in front of the client of a new connection. */
    static void dropFrom(HttpConnection connection) {
        if (connection instanceof HttpClientConnection client
                && client.channel().pipeline().get(CLIENT) != null) {
            client.channel().pipeline().addBefore(CLIENT, "interim-responses", new InterimResponses());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response) {
            dropping = isInterim(response.status().code());
        }
        if (dropping && message instanceof HttpObject) {
            dropping = !(message instanceof LastHttpContent);
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    private static boolean isInterim(int status) {
        return status >= CONTINUE
                && status < FIRST_FINAL
                && status != CONTINUE
                && status != SWITCHING
                && status != EARLY_HINTS;
    }
}
