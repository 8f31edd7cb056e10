package dev.oneping.connection.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.oneping.model.Content;
import dev.oneping.model.DeviceId;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import dev.oneping.model.Variant;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FrameWriterTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.250Z");
    private static final NotificationId ID = NotificationId.create(NOW, 7);

    @Test
    void shouldWriteWelcome() {
        SessionId session = SessionId.create(NOW);

        assertFrame(
                "{'type':'welcome','session':'" + session + "','device':'laptop','heartbeat_ms':25000,"
                        + "'lease_ms':60000,'server_time':'2026-11-23T10:00:00.250Z'}",
                new ServerFrame.Welcome(
                        session,
                        new DeviceId("laptop"),
                        Duration.ofSeconds(25),
                        Duration.ofSeconds(60),
                        NOW,
                        null,
                        null));
    }

    @Test
    void shouldWriteNotifyWithAllFields() throws JsonProcessingException {
        Content content =
                new Content("Say \"hi\"\n\u2603", "body", new JsonMapper().readTree("{\"a\":[1,null,{\"b\":1.50}]}"));

        assertFrame(
                "{'type':'notify','id':'" + ID + "','attempt':2,'title':'Say \\'hi\\'\\n\u2603','body':'body',"
                        + "'data':{'a':[1,null,{'b':1.5}]},'category':'chat','priority':'high','ring':true,"
                        + "'ack_by':'2026-11-23T10:00:00.250Z'}",
                new ServerFrame.Notify(notification(content), 2, true, NOW, Variant.RICH));
    }

    @Test
    void shouldOmitAbsentFieldsFromNotify() {
        assertFrame(
                "{'type':'notify','id':'" + ID + "','attempt':1,'title':'t','category':'chat','priority':'high',"
                        + "'ring':false,'ack_by':'2026-11-23T10:00:00.250Z'}",
                new ServerFrame.Notify(notification(new Content("t", null, null)), 1, false, NOW, Variant.RICH));
    }

    @Test
    void shouldWriteTheOtherFrames() {
        assertFrame("{'type':'retract','id':'" + ID + "','reason':'acted'}", new ServerFrame.Retract(ID, "acted"));
        assertFrame("{'type':'pong'}", new ServerFrame.Pong());
        assertFrame("{'type':'goaway','reconnect_after_ms':1500}", new ServerFrame.Goaway(Duration.ofMillis(1500)));
        assertFrame(
                "{'type':'error','code':'invalid_field','detail':'/id is required'}",
                new ServerFrame.Error(ErrorCode.INVALID_FIELD, "/id is required"));
    }

    private static Notification notification(Content content) {
        return new Notification(
                ID, UserRef.parse("acme:ann"), content, "chat", Priority.HIGH, "default", null, NOW, NOW);
    }

    private static void assertFrame(String expected, ServerFrame frame) {
        assertEquals(expected.replace("\\'", "\\\"").replace('\'', '"'), FrameWriter.write(frame));
    }
}
