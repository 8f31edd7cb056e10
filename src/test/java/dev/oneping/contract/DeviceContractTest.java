package dev.oneping.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.oneping.connection.frame.ClientFrame;
import dev.oneping.connection.frame.ErrorCode;
import dev.oneping.connection.frame.FrameReader;
import dev.oneping.connection.frame.FrameWriter;
import dev.oneping.connection.frame.ServerFrame;
import dev.oneping.contract.DeviceContract.Example;
import dev.oneping.delivery.port.InboxUpdate;
import dev.oneping.model.Content;
import dev.oneping.model.DeviceId;
import dev.oneping.model.DigestSummary;
import dev.oneping.model.GroupId;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.model.Variant;
import dev.oneping.presence.attention.Attention;
import dev.oneping.watch.GroupPresence;
import dev.oneping.watch.VisiblePresence;
import dev.oneping.watch.WatchRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The frames of {@code openapi/asyncapi.yaml} match those that the code reads and writes. */
class DeviceContractTest {

    private static final DeviceContract CONTRACT = DeviceContract.written();
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant NOW = Instant.parse("2026-11-23T20:15:00Z");
    private static final NotificationId ID = NotificationId.create(NOW, 10);

    /** A report is called so on the wire; what only counts how often something was not understood is no frame. */
    private static final Set<String> NOT_ON_THE_WIRE = Set.of("observed", "malformed", "ignoredfield");

    @Test
    void shouldNameEveryFrameThatADeviceMaySay() {
        Set<String> frames = frames(ClientFrame.class);
        frames.add("report");

        assertEquals(frames, CONTRACT.messages(true));
    }

    @Test
    void shouldNameEveryFrameThatADeviceMayBeTold() {
        Set<String> frames = frames(ServerFrame.class);
        frames.remove("resumed");

        assertEquals(frames, CONTRACT.messages(false));
    }

    @Test
    void shouldNameEveryError() {
        Set<String> codes =
                Arrays.stream(ErrorCode.values()).map(ErrorCode::code).collect(Collectors.toCollection(TreeSet::new));
        Set<String> written = new TreeSet<>();
        CONTRACT.root()
                .at("/components/schemas/Error/properties/code/enum")
                .forEach(code -> written.add(code.asText()));

        assertEquals(codes, written);
    }

    @ParameterizedTest
    @MethodSource("examplesOfDevices")
    void shouldUnderstandWhatTheExamplesSay(Example example) {
        ClientFrame frame = FrameReader.read(example.payload().toString().getBytes(StandardCharsets.UTF_8));

        assertFalse(frame instanceof ClientFrame.Malformed, frame::toString);
        assertEquals(List.of(), CONTRACT.check(example.message(), example.payload()));
    }

    @ParameterizedTest
    @MethodSource("examplesOfTheServer")
    void shouldShowFramesAsTheirSchemasHaveThem(Example example) {
        assertEquals(List.of(), CONTRACT.check(example.message(), example.payload()));
    }

    @ParameterizedTest
    @MethodSource("writtenFrames")
    void shouldWriteFramesAsTheirSchemasHaveThem(ServerFrame frame) throws IOException {
        JsonNode json = JSON.readTree(FrameWriter.write(frame));

        assertEquals(List.of(), CONTRACT.check(json.path("type").asText(), json));
    }

    /** Else a schema that allows everything would pass. */
    @Test
    void shouldFindWhatIsWrong() throws IOException {
        JsonNode wrong = JSON.readTree("{\"type\":\"report\",\"battery\":{\"level\":1.2}}");

        assertEquals(1, CONTRACT.check("report", wrong).size());
        assertEquals(
                1,
                assertInstanceOf(
                                ClientFrame.Observed.class,
                                FrameReader.read(wrong.toString().getBytes(StandardCharsets.UTF_8)))
                        .odd()
                        .size());
        assertFalse(CONTRACT.check("pong", JSON.readTree("{\"type\":\"pong\",\"x\":1}"))
                .isEmpty());
    }

    @Test
    void shouldLeadSomewhereByEveryReference() {
        CONTRACT.root()
                .findValuesAsText("$ref")
                .forEach(reference -> assertFalse(CONTRACT.target(reference).isMissingNode(), reference));
    }

    static Stream<Example> examplesOfDevices() {
        return CONTRACT.examples(CONTRACT.messages(true));
    }

    static Stream<Example> examplesOfTheServer() {
        return CONTRACT.examples(CONTRACT.messages(false));
    }

    static Stream<ServerFrame> writtenFrames() {
        SessionId session = SessionId.create(NOW);
        return Stream.of(
                new ServerFrame.Welcome(
                        session,
                        new DeviceId("laptop"),
                        Duration.ofSeconds(25),
                        Duration.ofSeconds(60),
                        NOW,
                        null,
                        null),
                new ServerFrame.Welcome(
                        session,
                        new DeviceId("laptop"),
                        Duration.ofSeconds(25),
                        Duration.ofSeconds(60),
                        NOW,
                        new ServerFrame.Resumed(session.value(), 7, true),
                        List.of(ID)),
                new ServerFrame.Notify(notification(new Content("t", null, null)), 1, false, NOW, Variant.RICH),
                new ServerFrame.Notify(
                        notification(new Content("t", "b", TextNode.valueOf("d"))), 2, true, NOW, Variant.RICH),
                new ServerFrame.Notify(
                        notification(new Content("t", null, null))
                                .asDigest(new DigestSummary("likes", NOW, 2, List.of("s", "t"), null, null)),
                        1,
                        false,
                        NOW,
                        Variant.PLAIN),
                new ServerFrame.Retract(ID, "moved"),
                new ServerFrame.Ring(ID, true, 3, NOW),
                new ServerFrame.Ring(ID, false, 0, null),
                new ServerFrame.Presence(
                        true,
                        List.of(
                                new VisiblePresence(new UserId("bob"), true, Attention.State.ACTIVE, NOW),
                                new VisiblePresence(new UserId("eve"), false, Attention.State.UNKNOWN, null)),
                        List.of(new GroupPresence(
                                new GroupId("ops"), List.of(new UserId("bob")), 1, 1, 1, null, false))),
                new ServerFrame.Presence(
                        false,
                        List.of(),
                        List.of(new GroupPresence(new GroupId("all"), null, 5000, 1, 1, Duration.ofSeconds(5), true))),
                new ServerFrame.Unwatch(new WatchRequest(List.of(new UserId("bob")), List.of(new GroupId("ops")))),
                new ServerFrame.Inbox(1, List.of(new InboxUpdate.Entry(ID, "seen", 4)), true),
                new ServerFrame.Inbox(0, List.of(), false),
                new ServerFrame.Pong(),
                new ServerFrame.Goaway(Duration.ofSeconds(3)),
                new ServerFrame.Warning("/battery/level must be a number from 0 to 1"),
                new ServerFrame.Error(ErrorCode.UNAVAILABLE, "later"));
    }

    private static Notification notification(Content content) {
        return new Notification(
                ID, UserRef.parse("acme:ann"), content, "chat", Priority.HIGH, "default", null, NOW, NOW);
    }

    private static Set<String> frames(Class<?> sealed) {
        return Stream.concat(Arrays.stream(sealed.getPermittedSubclasses()), Arrays.stream(sealed.getDeclaredClasses()))
                .map(frame -> frame.getSimpleName().toLowerCase(Locale.ROOT))
                .filter(name -> !NOT_ON_THE_WIRE.contains(name) && !name.equals("cursor"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
