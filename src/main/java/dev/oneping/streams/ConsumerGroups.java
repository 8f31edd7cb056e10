package dev.oneping.streams;

import dev.oneping.streams.link.Disconnected;
import dev.oneping.streams.link.StreamLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Creates the consumer groups, and removes from them consumers that are long inactive and have no pending entries. */
final class ConsumerGroups {

    private static final String FORGET = script();

    private final IncomingSettings settings;
    private final StreamLink link;

    ConsumerGroups(IncomingSettings settings, StreamLink link) {
        this.settings = settings;
        this.link = link;
    }

    /** Ensures that each stream has the group. An existing group is left unchanged. */
    Future<Void> join() {
        return Future.all(settings.streams().stream().map(this::join).toList())
                .compose(joined ->
                        Future.all(settings.streams().stream().map(this::forget).toList()))
                .mapEmpty();
    }

    private Future<Void> join(String stream) {
        Request create = Request.cmd(Command.XGROUP)
                .arg("CREATE")
                .arg(stream)
                .arg(settings.group())
                .arg(settings.start())
                .arg("MKSTREAM");
        return link.send(stream, create, settings.timeout())
                .recover(failure ->
                        exists(failure) ? Future.succeededFuture() : Future.failedFuture(named(stream, failure)))
                .mapEmpty();
    }

    private Future<Void> forget(String stream) {
        Request request = Request.cmd(Command.EVAL)
                .arg(FORGET)
                .arg(1)
                .arg(stream)
                .arg(settings.group())
                .arg(settings.consumer())
                .arg(settings.forgetConsumers().toMillis());
        return link.send(stream, request, settings.timeout()).mapEmpty();
    }

    private static boolean exists(Throwable failure) {
        return String.valueOf(failure.getMessage()).startsWith("BUSYGROUP");
    }

    private static Throwable named(String stream, Throwable failure) {
        return failure instanceof Disconnected
                ? failure
                : new IllegalStateException("stream '" + stream + "': " + failure.getMessage(), failure);
    }

    private static String script() {
        try (InputStream file = ConsumerGroups.class.getResourceAsStream("/lua/streams/forget.lua")) {
            if (file == null) {
                throw new IllegalStateException("lua/streams/forget.lua is not on the class path");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
