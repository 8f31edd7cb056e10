package dev.oneping.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.e2e.TestDevice;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one Redis, each a process of its own, with sessions of one user on both. */
class DeviceAcrossNodesIT {

    private static final int REVOKED = 4502;

    private static NodePair nodes;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        nodes = NodePair.start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        nodes.close();
    }

    @Test
    void shouldRetractInOtherSessionsOfTheDeviceWhatIsAnsweredInOne() throws Exception {
        try (TestDevice here = connect(nodes.first(), "ann", "laptop");
                TestDevice there = connect(nodes.second(), "ann", "laptop")) {
            String id = notify("ann");
            assertEquals(id, here.await("notify").path("id").asText());
            assertEquals(id, there.await("notify").path("id").asText());

            here.send("{'type':'ack','id':'%s','kind':'seen'}".formatted(id));

            assertEquals(id, there.await("retract").path("id").asText());
            here.send("{'type':'ping'}").await("pong");
            assertEquals(0, here.count("retract"));
        }
    }

    @Test
    void shouldCloseARemovedDeviceAndRefuseItsTokenOnEveryNode() throws Exception {
        String token = new ServiceApi(nodes.first().url()).token("bob", "laptop");
        try (TestDevice here = connect(nodes.first(), token);
                TestDevice there = connect(nodes.second(), token)) {
            new ServiceApi(nodes.first().url()).delete("/v1/users/bob/devices/laptop");

            assertEquals(REVOKED, here.awaitClose());
            assertEquals(REVOKED, there.awaitClose());
        }
        assertThrows(CompletionException.class, () -> connect(nodes.first(), token));
        assertThrows(CompletionException.class, () -> connect(nodes.second(), token));
    }

    @Test
    void shouldSendInboxChangesToFollowersOnEveryNode() throws Exception {
        try (TestDevice here = connect(nodes.first(), "eve", "laptop");
                TestDevice there = connect(nodes.second(), "eve", "phone")) {
            for (TestDevice device : new TestDevice[] {here, there}) {
                device.send("{'type':'follow','inbox':true}");
                assertEquals(0, device.await("inbox").path("open").asInt());
            }

            String id = notify("eve");

            assertEquals(1, awaitChange(here, id).path("open").asInt());
            assertEquals(1, awaitChange(there, id).path("open").asInt());
        }
    }

    private static JsonNode awaitChange(TestDevice device, String id) {
        JsonNode frame = device.await("inbox");
        while (frame.path("changed").findValuesAsText("id").stream().noneMatch(id::equals)) {
            frame = device.await("inbox");
        }
        return frame;
    }

    private static String notify(String user) throws Exception {
        return new ServiceApi(nodes.first().url())
                .post("/v1/notify", "{\"to\":{\"user\":\"" + user + "\"},\"title\":\"Lunch?\"}")
                .path("id")
                .asText();
    }

    private static TestDevice connect(ServiceProcess node, String user, String device) throws Exception {
        return greet(node, new ServiceApi(node.url()).token(user, device), device);
    }

    private static TestDevice connect(ServiceProcess node, String token) {
        return greet(node, token, "laptop");
    }

    private static TestDevice greet(ServiceProcess node, String token, String device) {
        TestDevice opened = TestDevice.connect(URI.create("ws://" + node.url().getAuthority() + "/v1/connect"), token);
        opened.send("{'type':'hello','device':'%s','platform':'web'}".formatted(device));
        opened.await("welcome");
        return opened;
    }
}
