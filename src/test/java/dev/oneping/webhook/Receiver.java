package dev.oneping.webhook;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A webhook receiver on a port of its own, with the behavior that a test sets; records its requests. */
public final class Receiver implements AutoCloseable {

    public final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private int port;

    /** Answers each call as the handler does. */
    public static Receiver answering(Handler<HttpServerRequest> handler) {
        Receiver receiver = new Receiver();
        receiver.port = await(receiver.vertx
                        .createHttpServer()
                        .requestHandler(request -> receiver.keep(request, handler))
                        .listen(0, "127.0.0.1"))
                .actualPort();
        return receiver;
    }

    public static Receiver answering(int status) {
        return answering(request -> request.response().setStatusCode(status).end());
    }

    /** Answers by TLS with a certificate that nobody vouches for. */
    public static Receiver selfSigned() {
        Receiver receiver = new Receiver();
        HttpServerOptions options =
                new HttpServerOptions().setSsl(true).setKeyCertOptions(SelfSigned.certificate("localhost"));
        receiver.port = await(receiver.vertx
                        .createHttpServer(options)
                        .requestHandler(request ->
                                receiver.keep(request, kept -> kept.response().end()))
                        .listen(0, "127.0.0.1"))
                .actualPort();
        return receiver;
    }

    /** Speaks raw TCP. */
    public static Receiver speaking(Handler<NetSocket> handler) {
        Receiver receiver = new Receiver();
        receiver.port = await(receiver.vertx
                        .createNetServer()
                        .connectHandler(socket -> socket.handler(received -> handler.handle(socket)))
                        .listen(0, "127.0.0.1"))
                .actualPort();
        return receiver;
    }

    public String url() {
        return "http://localhost:" + port + "/hook?a=1";
    }

    public int port() {
        return port;
    }

    public Vertx vertx() {
        return vertx;
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private void keep(HttpServerRequest request, Handler<HttpServerRequest> handler) {
        request.body().onSuccess(body -> {
            calls.add(new Call(request.uri(), headers(request.headers()), body.toString(StandardCharsets.UTF_8)));
            handler.handle(request);
        });
    }

    private static HttpHeaders headers(MultiMap headers) {
        Map<String, List<String>> all =
                headers.names().stream().distinct().collect(Collectors.toMap(name -> name, headers::getAll));
        return HttpHeaders.of(all, (name, value) -> true);
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    /** What somebody sent. */
    public record Call(String uri, HttpHeaders headers, String body) {

        public String header(String name) {
            return headers.firstValue(name).orElseThrow();
        }
    }
}
