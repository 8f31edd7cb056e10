package dev.oneping.connection;

import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.security.SecureRandom;

/** A person whom no other test knows, with one device. */
record Caller(URI server, UserRef user, String device) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The ways to send a credential. */
    enum Way {
        HEADER,
        TICKET,
        SUBPROTOCOL
    }

    static Caller someone(URI server, String device) {
        TenantId tenant = new TenantId("t" + Long.toHexString(RANDOM.nextLong()));
        return new Caller(server, new UserRef(tenant, new UserId("ann")), device);
    }

    String token() {
        return user.tenant() + "~" + user.user() + "~" + device;
    }

    String apiKey() {
        return "opk_test";
    }

    DeviceSocket connect() {
        return connect(Way.HEADER);
    }

    DeviceSocket connect(Way way) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        String path = "/v1/connect";
        switch (way) {
            case HEADER -> builder.header("Authorization", "Bearer " + token());
            case TICKET -> path += "?ticket=" + token();
            case SUBPROTOCOL -> builder.subprotocols("oneping.v1", "bearer." + token());
        }
        DeviceSocket device = new DeviceSocket();
        return device.over(builder.buildAsync(URI.create("ws://localhost:" + server.getPort() + path), device)
                .join());
    }
}
