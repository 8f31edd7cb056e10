package dev.oneping.bench;

import io.vertx.core.Future;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Publishing and subscribing with nchan: one channel for each user, no answers, nothing stored beyond its memory. */
record NchanProtocol(Service service, AtomicLong shown) implements Protocol {

    @Override
    public Future<WebSocketConnectOptions> connect(Calls calls, BenchUser user, String device) {
        return Future.succeededFuture(new WebSocketConnectOptions()
                .setHost(service.host())
                .setPort(service.port())
                .setURI("/sub/" + user.user()));
    }

    @Override
    public @Nullable String greeting(BenchUser user, String device, boolean inUse) {
        return null;
    }

    /** The message is the posted body, which has no id: each one that comes counts as another. */
    @Override
    public Heard hear(String frame) {
        return new Heard.Shown("message-" + shown.incrementAndGet());
    }

    @Override
    public @Nullable String answer(String id) {
        return null;
    }

    @Override
    public String path(BenchUser user) {
        return "/pub/" + user.user();
    }

    /** nchan answers with 201 if a subscriber is there, 202 if it keeps the message for later. */
    @Override
    public boolean isOnItsWay(String answer) {
        return true;
    }
}
