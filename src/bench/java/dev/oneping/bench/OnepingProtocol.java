package dev.oneping.bench;

import io.vertx.core.Future;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;

/** The protocol {@code oneping.v1}, which {@link BareRelay} speaks, too. */
record OnepingProtocol(Service service) implements Protocol {

    private static final String IN_USE = "{\"visible\":true,\"focused\":true,\"idle_ms\":0,\"screen\":\"unlocked\"}";
    private static final String IN_POCKET = "{\"visible\":false,\"idle_ms\":600000,\"screen\":\"locked\"}";

    @Override
    public Future<WebSocketConnectOptions> connect(Calls calls, BenchUser user, String device) {
        return calls.token(user, device)
                .map(token -> new WebSocketConnectOptions()
                        .setHost(service.host())
                        .setPort(service.port())
                        .setURI("/v1/connect")
                        .addSubProtocol("oneping.v1")
                        .putHeader("Authorization", "Bearer " + token));
    }

    @Override
    public String greeting(BenchUser user, String device, boolean inUse) {
        return "{\"type\":\"hello\",\"device\":\"" + device + "\",\"platform\":\"web\",\"report\":{\"attention\":"
                + (inUse ? IN_USE : IN_POCKET) + "}}";
    }

    @Override
    public Heard hear(String frame) {
        JsonObject read = new JsonObject(frame);
        return switch (read.getString("type")) {
            case "notify" -> new Heard.Shown(read.getString("id"));
            case "welcome" -> new Heard.Welcome();
            case "error" -> new Heard.Refused(frame);
            default -> new Heard.Other();
        };
    }

    @Override
    public String answer(String id) {
        return "{\"type\":\"ack\",\"id\":\"" + id + "\",\"kind\":\"acted\"}";
    }

    @Override
    public String path(BenchUser user) {
        return "/v1/notify";
    }

    @Override
    public boolean isOnItsWay(String answer) {
        return "delivering".equals(Protocol.text(answer, "state"));
    }
}
