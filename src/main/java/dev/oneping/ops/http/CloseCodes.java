package dev.oneping.ops.http;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/**
 * Keeps a WebSocket from echoing a close code beyond 4999, which RFC 6455 does not define and a peer should not have sent:
 * such a close is answered as a protocol error. The framework echoes any code. Holds no state, so one serves all sockets.
 */
@Sharable
final class CloseCodes extends ChannelOutboundHandlerAdapter {

    static final CloseCodes ONLY = new CloseCodes();

    private static final int LAST_CODE = 4999;

    private CloseCodes() {}

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof CloseWebSocketFrame close && close.statusCode() > LAST_CODE) {
            close.release();
            context.write(new CloseWebSocketFrame(WebSocketCloseStatus.PROTOCOL_ERROR), promise);
        } else {
            context.write(message, promise);
        }
    }
}
