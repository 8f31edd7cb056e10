package dev.oneping.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.auth.token.DeviceTokens;
import dev.oneping.delivery.life.Retraction;
import dev.oneping.delivery.port.DeviceChannel;
import dev.oneping.delivery.port.DeviceMessage;
import dev.oneping.model.AckKind;
import dev.oneping.model.Content;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NodeId;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A client reconnects: it gets exactly the missed frames, or learns that it must fetch its state again. */
@Tag("service")
@QuarkusTest
@TestProfile(QuickHeartbeat.class)
class ResumeTest {

    private static final DeviceId LAPTOP = new DeviceId("laptop");
    private static final String FIRST = "'resume':{}";

    @Inject
    DeviceTokens tokens;

    @Inject
    DeviceChannel channel;

    @Inject
    RecordedAcks acks;

    @Inject
    NodeId self;

    @Inject
    Clock clock;

    private Someone ann;

    @BeforeEach
    void someone() {
        ann = Someone.with("laptop", tokens);
    }

    @Test
    void shouldNumberFramesOnlyForAClientThatResumes() {
        try (DeviceSocket plain = ann.connect();
                DeviceSocket resuming = ann.connect()) {
            JsonNode plainWelcome = plain.hello("laptop");
            JsonNode welcome = hello(resuming, FIRST);
            channel.present(ann.user(), LAPTOP, List.of(at(plainWelcome), at(welcome)), presentation("Hi"));

            assertFalse(plainWelcome.has("resume"));
            assertFalse(plain.await("notify").has("offset"));
            assertFalse(welcome.path("resume").path("recovered").asBoolean());
            assertEquals(0, welcome.path("resume").path("offset").asLong());
            assertEquals(1, resuming.await("notify").path("offset").asLong());
        }
    }

    @Test
    void shouldSendExactlyTheMissedFrames() {
        DeviceSocket before = ann.connect();
        JsonNode welcome = hello(before, FIRST);
        for (String title : List.of("one", "two", "three")) {
            channel.present(ann.user(), LAPTOP, List.of(at(welcome)), presentation(title));
        }
        channel.retract(ann.user(), LAPTOP, List.of(at(welcome)), new Retraction(id(), 2, "acted"));
        before.await("notify");
        before.close();

        try (DeviceSocket after = ann.connect()) {
            JsonNode again = hello(after, resume(welcome, 1));

            assertTrue(again.path("resume").path("recovered").asBoolean(), again::toString);
            assertEquals(
                    welcome.path("resume").path("epoch"), again.path("resume").path("epoch"));
            assertEquals(4, again.path("resume").path("offset").asLong());
            assertEquals("two", after.await("notify").path("title").asText());
            assertEquals("three", after.await("notify").path("title").asText());
            assertEquals(4, after.await("retract").path("offset").asLong());
            channel.present(ann.user(), LAPTOP, List.of(at(again)), presentation("four"));
            assertEquals(5, after.await("notify").path("offset").asLong());
        }
    }

    @Test
    void shouldReplaceTheConnectionOfAReconnectedClient() {
        DeviceSocket before = ann.connect();
        JsonNode welcome = hello(before, FIRST);

        try (DeviceSocket after = ann.connect()) {
            assertTrue(hello(after, resume(welcome, 0))
                    .path("resume")
                    .path("recovered")
                    .asBoolean());

            assertEquals(4002, before.awaitClose());
        }
    }

    @Test
    void shouldRecoverNothingIfAFrameIsMissing() {
        DeviceSocket before = ann.connect();
        JsonNode welcome = hello(before, FIRST);
        before.close();

        try (DeviceSocket ahead = ann.connect();
                DeviceSocket unknown = ann.connect()) {
            assertFalse(hello(ahead, resume(welcome, 7))
                    .path("resume")
                    .path("recovered")
                    .asBoolean());
            assertFalse(hello(unknown, "'resume':{'epoch':'ses_01jzzzzzzzzzzzzzzzzzzzzz01','offset':3}")
                    .path("resume")
                    .path("recovered")
                    .asBoolean());
        }
    }

    @Test
    void shouldNotResumeTheBufferOfAnotherDevice() {
        DeviceSocket before = ann.connect();
        JsonNode welcome = hello(before, FIRST);
        before.close();

        try (DeviceSocket stranger = Someone.with("laptop", tokens).connect()) {
            assertFalse(hello(stranger, resume(welcome, 0))
                    .path("resume")
                    .path("recovered")
                    .asBoolean());
        }
    }

    @Test
    void shouldAcceptOfflineAcksAndListHandledNotifications() {
        NotificationId open = id();
        NotificationId done = id();
        acks.known.add(open);
        acks.over.add(done);
        try (DeviceSocket device = ann.connect()) {
            JsonNode welcome = hello(
                    device, "'shown':['" + open + "','" + done + "'],'acks':[{'id':'" + open + "','kind':'seen'}]");

            assertEquals("[\"" + done + "\"]", welcome.path("handled").toString());
            assertTrue(acks.taken.contains(new RecordedAcks.Taken(ann.user(), open, LAPTOP, AckKind.SEEN)));
        }
    }

    @Test
    void shouldNeitherReplayNorKeepWhatEndedWhileAway() {
        DeviceSocket before = ann.connect();
        JsonNode welcome = hello(before, FIRST);
        DeviceMessage received = presentation("received");
        DeviceMessage missed = presentation("missed");
        DeviceMessage open = presentation("open");
        for (DeviceMessage each : List.of(received, missed, open)) {
            channel.present(ann.user(), LAPTOP, List.of(at(welcome)), each);
            before.await("notify");
        }
        before.close();
        acks.over.add(received.notification().id());
        acks.over.add(missed.notification().id());

        try (DeviceSocket after = ann.connect()) {
            hello(after, resume(welcome, 1));

            assertEquals("open", after.await("notify").path("title").asText());
            assertEquals(
                    received.notification().id().value(),
                    after.await("retract").path("id").asText());
            after.say("{'type':'ping'}").await("pong");
        }
    }

    @Test
    void shouldLetBothClientsOfOneEpochLive() {
        DeviceSocket original = ann.connect();
        JsonNode welcome = hello(original, FIRST);

        try (DeviceSocket duplicate = ann.connect();
                DeviceSocket returned = ann.connect()) {
            assertTrue(recovered(hello(duplicate, resume(welcome, 0))));
            assertEquals(4002, original.awaitClose());
            JsonNode again = hello(returned, resume(welcome, 0));

            assertFalse(recovered(again));
            assertNotEquals(
                    welcome.path("resume").path("epoch"), again.path("resume").path("epoch"));
            duplicate.say("{'type':'ping'}").await("pong");
            returned.say("{'type':'ping'}").await("pong");
        }
    }

    private static boolean recovered(JsonNode welcome) {
        return welcome.path("resume").path("recovered").asBoolean();
    }

    private static JsonNode hello(DeviceSocket device, String more) {
        device.say("{'type':'hello','device':'laptop','platform':'web'," + more + "}");
        return device.await("welcome");
    }

    private static String resume(JsonNode welcome, long offset) {
        return "'resume':{'epoch':'" + welcome.path("resume").path("epoch").asText() + "','offset':" + offset + "}";
    }

    private SessionLocation at(JsonNode welcome) {
        return new SessionLocation(new SessionId(welcome.path("session").asText()), self);
    }

    private NotificationId id() {
        return NotificationId.create(clock.instant(), 1);
    }

    private DeviceMessage presentation(String title) {
        Notification notification = new Notification(
                id(),
                ann.user(),
                new Content(title, null, null),
                "chat",
                Priority.NORMAL,
                "default",
                null,
                clock.instant(),
                clock.instant());
        return new DeviceMessage(notification, 1, 1, true, clock.instant());
    }
}
