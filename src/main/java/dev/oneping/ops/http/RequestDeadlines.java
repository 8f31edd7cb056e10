package dev.oneping.ops.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time limits of an HTTP/1.1 connection: for headers, for a body, and between requests. Bytes that drip do not extend
 * them. While a complete request waits for its response, or a stream is sent, there is no limit. A connection with too many
 * pipelined requests is closed. A WebSocket has limits of its own, so {@link CloseCodes} takes this handler's
 * place. Confined to the
 * event loop of its connection.
 */
final class RequestDeadlines extends ChannelDuplexHandler {

    private static final int SWITCHING_PROTOCOLS = 101;

    private final HttpConnectionConfig config;
    private final OpenConnections.Place place;

    private long deadline;
    private boolean limited = true;
    private boolean bodyOpen;
    private int unanswered;
    private @Nullable ScheduledFuture<?> timer;

    /**
     * Begins with a connection that has sent its first bytes.
     *
     * @param deadline the deadline of the first request's headers, as a reading of {@link System#nanoTime}
     */
    RequestDeadlines(HttpConnectionConfig config, OpenConnections.Place place, long deadline) {
        this.config = config;
        this.place = place;
        this.deadline = deadline;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        schedule(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        ScheduledFuture<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
        timer = null;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            unanswered++;
            bodyOpen = true;
            limit(context, config.bodyTimeout().toNanos());
        }
        if (unanswered > config.maxPipelined()) {
            ReferenceCountUtil.release(message);
            context.close();
            return;
        }
        if (message instanceof LastHttpContent) {
            bodyOpen = false;
            limitOnceIdle(context);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        context.write(message, promise);
        if (message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
            if (response.status().code() == SWITCHING_PROTOCOLS) {
                place.upgraded();
                context.pipeline().replace(this, "close-codes", CloseCodes.ONLY);
            }
        } else if (message instanceof LastHttpContent) {
            unanswered--;
            if (!bodyOpen) {
                limitOnceIdle(context);
            }
        }
    }

    /** A response may be complete before the end of its request is read, so both call this. */
    private void limitOnceIdle(ChannelHandlerContext context) {
        if (unanswered == 0) {
            limit(context, config.idleTimeout().toNanos());
        } else {
            limited = false;
        }
    }

    private void limit(ChannelHandlerContext context, long nanos) {
        deadline = System.nanoTime() + nanos;
        limited = true;
        schedule(context);
    }

    /** Keeps one timer per connection, which moves on if the deadline has moved: a request costs no timer. */
    private void schedule(ChannelHandlerContext context) {
        if (timer == null && limited) {
            timer = context.executor()
                    .schedule(() -> check(context), deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    private void check(ChannelHandlerContext context) {
        timer = null;
        if (limited && deadline - System.nanoTime() <= 0) {
            context.close();
        } else {
            schedule(context);
        }
    }
}
