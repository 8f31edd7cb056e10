package dev.oneping.bench;

import io.vertx.core.Future;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Socket.IO's protocol over a bare WebSocket, as its own clients speak it with the transport {@code websocket}.
 *
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/">Engine.IO protocol, version 4</a>
 * @see <a href="https://socket.io/docs/v4/socket-io-protocol/">Socket.IO protocol, version 5</a>
 */
record SocketIoProtocol(Service service) implements Protocol {

    private static final String PING = "2";
    private static final String PONG = "3";
    private static final String CONNECT = "40";
    private static final String EVENT = "42";
    private static final String REFUSED = "44";

    @Override
    public Future<WebSocketConnectOptions> connect(Calls calls, BenchUser user, String device) {
        return Future.succeededFuture(new WebSocketConnectOptions()
                .setHost(service.host())
                .setPort(service.port())
                .setURI("/socket.io/?EIO=4&transport=websocket"));
    }

    /** Connects, and reports its attention, in one go. */
    @Override
    public String greeting(BenchUser user, String device, boolean inUse) {
        return CONNECT
                + new JsonObject()
                        .put("user", user.user())
                        .put("device", device)
                        .encode();
    }

    @Override
    public Heard hear(String frame) {
        if (frame.equals(PING)) {
            return new Heard.Reply(PONG);
        }
        if (frame.startsWith(CONNECT)) {
            return new Heard.Reply(EVENT + "[\"report\",{\"visible\":true,\"focused\":true}]");
        }
        if (frame.startsWith(REFUSED)) {
            return new Heard.Refused(frame);
        }
        if (!frame.startsWith(EVENT)) {
            return new Heard.Other();
        }
        JsonArray event = new JsonArray(frame.substring(EVENT.length()));
        return switch (event.getString(0)) {
            case "notify" -> new Heard.Shown(event.getJsonObject(1).getString("id"));
            case "welcome" -> new Heard.Welcome();
            default -> new Heard.Other();
        };
    }

    @Override
    public String answer(String id) {
        return EVENT + "[\"ack\",{\"id\":\"" + id + "\",\"kind\":\"acted\"}]";
    }

    @Override
    public String path(BenchUser user) {
        return "/notify";
    }

    @Override
    public boolean isOnItsWay(String answer) {
        return "delivering".equals(Protocol.text(answer, "state"));
    }
}
