package dev.oneping.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.e2e.TestDevice;
import java.net.URI;

/** A user on one node who watches another user, with the presence changes received. */
final class Watcher {

    private final String watched;
    private final TestDevice device;

    /** Connects to that node, and watches; what is seen at first comes first. */
    Watcher(ServiceProcess node, String watched) throws Exception {
        this.watched = watched;
        device = TestDevice.connect(
                URI.create("ws://" + node.url().getAuthority() + "/v1/connect"),
                new ServiceApi(node.url()).token("watcher", "laptop"));
        device.send("{'type':'hello','device':'laptop','platform':'web','watch':{'users':['%s']}}".formatted(watched));
    }

    /** Waits for what it is told next: whether it is a snapshot or a change, and how the person is seen. */
    String next() {
        JsonNode frame = device.await("presence");
        JsonNode person = frame.at("/people/0");
        assertEquals(watched, person.path("user").asText(), frame::toString);
        return (frame.path("snapshot").asBoolean() ? "snapshot, " : "change, ")
                + (person.path("online").asBoolean() ? person.path("attention").asText() : "offline");
    }

    /** Returns the number of changes received so far. */
    long told() {
        return device.count("presence");
    }
}
