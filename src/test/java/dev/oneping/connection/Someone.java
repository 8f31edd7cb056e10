package dev.oneping.connection;

import dev.oneping.auth.Caller;
import dev.oneping.auth.token.DeviceTokens;
import dev.oneping.model.Content;
import dev.oneping.model.DeviceId;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

/** A user that no other test uses, with one device. */
public record Someone(DeviceTokens tokens, UserRef user, DeviceId device) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The ways to send a credential. */
    public enum Way {
        HEADER,
        TICKET,
        SUBPROTOCOL
    }

    public static Someone with(String device, DeviceTokens tokens) {
        TenantId tenant = new TenantId("t" + Long.toHexString(RANDOM.nextLong()));
        return new Someone(tokens, new UserRef(tenant, new UserId("ann")), new DeviceId(device));
    }

    public String token() {
        return tokens.issue(caller(), Duration.ofMinutes(5)).value();
    }

    public String ticket() {
        return tokens.ticket(caller()).await().indefinitely().value();
    }

    private Caller.Device caller() {
        return new Caller.Device(user.tenant(), user.user(), device);
    }

    /** Something that the person is to know. */
    Notification notification(String title, Instant now) {
        return new Notification(
                NotificationId.create(now, 1),
                user,
                new Content(title, null, null),
                "chat",
                Priority.NORMAL,
                "default",
                null,
                now,
                now);
    }

    public DeviceSocket connect() {
        return connect(Way.HEADER);
    }

    public DeviceSocket connect(Way way) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        return switch (way) {
            case HEADER -> open(builder.header("Authorization", "Bearer " + token()), "");
            case TICKET -> connectWith(ticket());
            case SUBPROTOCOL -> open(builder.subprotocols("oneping.v1", "bearer." + token()), "");
        };
    }

    public DeviceSocket connectWith(String ticket) {
        return open(HTTP.newWebSocketBuilder(), "?ticket=" + ticket);
    }

    /** Connects by what listens on another port, such as a proxy. */
    DeviceSocket connectBy(int port, String token) {
        return open(HTTP.newWebSocketBuilder().header("Authorization", "Bearer " + token), port, "");
    }

    private DeviceSocket open(WebSocket.Builder builder, String query) {
        return open(builder, RestAssured.port, query);
    }

    private DeviceSocket open(WebSocket.Builder builder, int port, String query) {
        DeviceSocket device = new DeviceSocket();
        URI uri = URI.create("ws://localhost:" + port + "/v1/connect" + query);
        return device.over(builder.buildAsync(uri, device).join());
    }
}
