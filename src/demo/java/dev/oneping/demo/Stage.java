package dev.oneping.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** The actions of the scenario: each performs one against the service, waits for its effect, and prints it. */
final class Stage implements AutoCloseable {

    /** Ann's time zone differs from the server's, so that the two clocks cannot be confused. */
    private static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final Api api;
    private final Terminal terminal;
    private final String user;
    private final WebhookReceiver receiver;
    private final String subscription;
    private int scenes;
    private int sent;

    private Stage(Api api, Terminal terminal, String user, WebhookReceiver receiver, String subscription) {
        this.api = api;
        this.terminal = terminal;
        this.user = user;
        this.receiver = receiver;
        this.subscription = subscription;
    }

    /** Creates a new user, and subscribes to the user's events. */
    static Stage set(Api api, Terminal terminal) {
        String user =
                "ann-" + Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36 * 36, 36 * 36 * 36 * 36), 36);
        terminal.say(
                "This is Ann, user " + user + ", with a laptop and a phone. On the right: the events of a webhook,");
        terminal.say("marked ✓ if the signature is valid.");
        WebhookReceiver receiver = WebhookReceiver.open(user, terminal);
        JsonNode subscription = api.subscribe(receiver.address());
        receiver.trust(subscription.path("secret").asText());
        return new Stage(api, terminal, user, receiver, subscription.path("id").asText());
    }

    String user() {
        return user;
    }

    void scene(String title) {
        terminal.scene(++scenes, title);
    }

    SimulatedDevice connect(String device, String platform, DemoObservations first) {
        SimulatedDevice connected = api.connect(user, device, platform, first);
        terminal.line(device, "connects: " + first.words());
        return connected;
    }

    void reports(SimulatedDevice device, DemoObservations observations) {
        device.report(observations);
        terminal.line(device.name(), "reports: " + observations.words());
    }

    Sent notify(String title, String priority) {
        return notify(title, priority, "default");
    }

    Sent notify(String title, String priority, String policy) {
        terminal.line("app", "POST /v1/notify \"" + title + "\", priority " + priority + ", policy " + policy);
        JsonNode answer = api.notify(user, title, priority, policy);
        Sent notification = new Sent(answer.path("id").asText(), title);
        String device = answer.path("target").path("device").asText();
        terminal.line("oneping", "202 " + answer.path("state").asText() + (device.isEmpty() ? "" : " → " + device));
        because(notification);
        receiver.await(notification.id(), "notification." + answer.path("state").asText());
        sent++;
        return notification;
    }

    /** Waits until the notification is shown on the device. */
    void gets(SimulatedDevice device, Sent notification) {
        JsonNode frame = device.awaitNotify(notification.id());
        device.ack(notification.id(), "received");
        boolean again = frame.path("attempt").asInt() > 1;
        terminal.line(
                device.name(),
                (frame.path("ring").asBoolean() ? "rings: \"" : "shows, silently: \"") + notification.title() + "\"");
        if (again) {
            because(notification);
        }
        receiver.await(notification.id(), "notification.received");
    }

    /** Waits until the notification is retracted from the device. */
    void loses(SimulatedDevice device, Sent notification) {
        String reason = device.awaitRetract(notification.id()).path("reason").asText();
        terminal.line(device.name(), "retracts it: " + reason);
    }

    /** Answers on the device as the user. */
    void acts(SimulatedDevice device, Sent notification) {
        device.ack(notification.id(), "acted");
        terminal.line(device.name(), "Ann answers it");
        receiver.await(notification.id(), "notification.acted");
    }

    void leaves(SimulatedDevice device) {
        device.close();
        terminal.line(device.name(), "is closed");
    }

    void quietHoursBegin() {
        LocalTime now = LocalTime.now(ZONE);
        String from = CLOCK.format(now.minusHours(1));
        String to = CLOCK.format(now.plusHours(1));
        api.prefer(user, Map.of("zone", ZONE.getId(), "quiet_hours", Map.of("from", from, "to", to)));
        terminal.line("Ann", "wants quiet from " + from + " to " + to + "; in " + ZONE + " it is " + CLOCK.format(now));
    }

    void quietHoursEnd() {
        api.prefer(user, Map.of("zone", ZONE.getId()));
        terminal.line("Ann", "lifts the quiet hours");
    }

    private void because(Sent notification) {
        Why.of(api.trace(notification.id())).forEach(terminal::because);
    }

    String summary() {
        return sent + " notifications, each on one device at a time, and " + receiver.verified()
                + " events by webhook, each with a valid signature.";
    }

    @Override
    public void close() {
        receiver.close();
        api.unsubscribe(subscription);
    }
}
