package dev.oneping.notify.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.delivery.life.Display;
import dev.oneping.delivery.life.State.Ended;
import dev.oneping.delivery.life.State.Held;
import dev.oneping.delivery.port.AttemptNacked;
import dev.oneping.model.AckKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The life of a notification that is shown silently on every device in use and rings on one, with the default rules. */
class SilentDisplayTest {

    private static final DeviceId LAPTOP = new DeviceId("laptop");
    private static final DeviceId DESKTOP = new DeviceId("desktop");
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final String CALL =
            "{\"attention\":{\"visible\":true,\"focused\":true,\"idle_ms\":0,\"screen\":\"unlocked\",\"in_call\":true}}";

    /** Noon of today, because Redis expires by the time of the machine. */
    private final LifeRig life = new LifeRig(
            Instant.now().atZone(ZoneOffset.UTC).toLocalDate().atTime(12, 0).toInstant(ZoneOffset.UTC));

    @AfterEach
    void close() {
        life.close();
    }

    @Test
    void shouldRingOneDeviceInUseAndShowItSilentlyOnTheOther() {
        NotificationId id = ringOnOneOfTwo(Priority.NORMAL);

        assertEquals(1, life.rings().size(), () -> life.frames().toString());
        assertEquals(2, life.frames().size(), () -> life.frames().toString());
        DeviceId other = other(life.rings().getFirst().device());
        assertEquals(List.of(other), displays(id));
        assertFalse(life.frames(other).getFirst().ring());
    }

    @Test
    void shouldEndItEverywhereWhenTheUserAnswersOnASilentDisplay() {
        NotificationId id = ringOnOneOfTwo(Priority.NORMAL);
        DeviceId rang = life.rings().getFirst().device();
        life.forget();

        life.answer(other(rang), id, AckKind.SEEN);
        life.settle();

        assertEquals(other(rang), assertInstanceOf(Ended.class, life.state(id)).by());
        assertNull(life.frames(rang).getFirst().title());
        life.pass(Duration.ofMinutes(10), Duration.ofSeconds(20));
        assertEquals(List.of(), life.rings());
    }

    @Test
    void shouldRetractItEverywhereWhenTheUserAnswersWhereItRang() {
        NotificationId id = ringOnOneOfTwo(Priority.NORMAL);
        DeviceId rang = life.rings().getFirst().device();
        life.forget();

        life.answer(rang, id, AckKind.DISMISSED);
        life.settle();

        assertNull(life.frames(other(rang)).getFirst().title());
    }

    @Test
    void shouldLeaveTheDisplayWhereItIsWhenTheSoundMovesOn() {
        NotificationId id = ringOnOneOfTwo(Priority.CRITICAL);
        DeviceId first = life.rings().getFirst().device();

        life.report(first, LifeRig.LOCKED);
        life.pass(Duration.ofMinutes(3), STEP);

        assertTrue(
                life.rings().stream().anyMatch(ring -> ring.device().equals(other(first))),
                () -> life.frames().toString());
        assertTrue(
                life.frames(first).stream().noneMatch(frame -> frame.title() == null),
                () -> life.frames().toString());
        assertTrue(life.state(id).isShownOn(first) && life.state(id).isShownOn(other(first)));
    }

    @Test
    void shouldRingWhenTheCallIsOver() {
        life.connect(LAPTOP, CALL);
        life.notify("Lunch?", Priority.NORMAL, null);
        life.settle();
        assertEquals(List.of(), life.rings());
        assertEquals(1, life.frames(LAPTOP).size());

        life.pass(Duration.ofSeconds(30), STEP);
        life.report(LAPTOP, CALL.replace("true}}", "false}}"));
        life.settle();

        assertEquals(1, life.rings().size(), () -> life.frames().toString());
    }

    @Test
    void shouldMakeOneSoundForWhatQuietHoursHeld() {
        life.quietHours("11:00", "12:30");
        life.connect(LAPTOP, LifeRig.IN_USE);
        List<NotificationId> held = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            held.add(life.notify("n" + i, Priority.NORMAL, null));
            life.pass(STEP, STEP);
        }
        life.settle();
        assertEquals(List.of(), life.rings());

        life.pass(Duration.ofMinutes(29), Duration.ofSeconds(20));
        life.report(LAPTOP, LifeRig.IN_USE);
        life.pass(Duration.ofMinutes(4), STEP);

        assertEquals(
                List.of("n3"),
                life.rings().stream().map(LifeRig.Frame::title).distinct().toList(),
                () -> life.frames().toString());
        held.forEach(id -> assertTrue(
                life.state(id).isShownOn(LAPTOP), () -> life.state(id).toString()));
    }

    @Test
    void shouldKeepADistanceBetweenTheSoundsOfTwoNotifications() {
        life.connect(LAPTOP, LifeRig.IN_USE);
        life.notify("one", Priority.NORMAL, null);
        NotificationId two = life.notify("two", Priority.NORMAL, null);
        life.notify("three", Priority.CRITICAL, null);
        life.settle();

        assertEquals(
                List.of("one", "three"),
                life.rings().stream().map(LifeRig.Frame::title).toList(),
                () -> life.frames().toString());
        assertTrue(life.state(two).isShownOn(LAPTOP));
    }

    @Test
    void shouldComeBackWithGrowingPausesForWhatIsCritical() {
        life.connect(LAPTOP, LifeRig.IN_USE);
        NotificationId id = life.notify("Fire", Priority.CRITICAL, null);
        for (int i = 0; i < 20; i++) {
            life.pass(Duration.ofSeconds(30), STEP);
            life.report(LAPTOP, LifeRig.IN_USE);
        }

        List<Instant> rang = life.found(id).tracked().state() instanceof dev.oneping.delivery.life.State.Open open
                ? open.made().stream()
                        .filter(dev.oneping.delivery.life.Attempt::ring)
                        .map(dev.oneping.delivery.life.Attempt::startedAt)
                        .toList()
                : List.of();
        assertTrue(rang.size() >= 2, rang::toString);
        for (int i = 2; i < rang.size(); i++) {
            Duration before = Duration.between(rang.get(i - 2), rang.get(i - 1));
            Duration after = Duration.between(rang.get(i - 1), rang.get(i));
            assertTrue(after.compareTo(before) > 0, rang::toString);
        }
    }

    @Test
    void shouldPresumeItSeenOnADeviceInUseUntilTheDeviceSaysThatItCannotShowIt() {
        life.connect(LAPTOP, LifeRig.IN_USE);
        NotificationId id = life.notify("Lunch?", Priority.NORMAL, null);
        for (int i = 0; i < 5; i++) {
            life.pass(Duration.ofSeconds(10), STEP);
            life.report(LAPTOP, LifeRig.IN_USE);
        }
        life.pass(Duration.ofMinutes(3), STEP);

        assertEquals(LAPTOP, Objects.requireNonNull(life.state(id).presumed()).device());
        assertEquals(1, life.rings().size(), () -> life.frames().toString());
        assertInstanceOf(Held.class, life.state(id));

        life.node().nacks().on(new AttemptNacked(life.ann, id, LAPTOP));
        life.settle();

        assertTrue(Objects.requireNonNull(life.state(id).presumed()).revoked());
    }

    @Test
    void shouldShowItInOnePlaceAtATimeByAPolicyOfSteps() {
        life.connect(LAPTOP, LifeRig.IN_USE);
        life.connect(DESKTOP, LifeRig.IN_USE);
        NotificationId id = life.notify("Deploy?", Priority.HIGH, "urgent");
        life.settle();
        DeviceId first = life.rings().getFirst().device();
        assertEquals(List.of(), life.frames(other(first)));

        life.pass(Duration.ofSeconds(60), STEP);

        assertEquals(List.of(), displays(id));
        assertNull(life.frames(first).getLast().title());
        assertNotNull(life.frames(other(first)).getFirst().title());
    }

    private NotificationId ringOnOneOfTwo(Priority priority) {
        life.connect(LAPTOP, LifeRig.IN_USE);
        life.connect(DESKTOP, LifeRig.IN_USE);
        NotificationId id = life.notify("Lunch?", priority, null);
        life.settle();
        return id;
    }

    private List<DeviceId> displays(NotificationId id) {
        return life.state(id).silent().stream().map(Display::device).toList();
    }

    private static DeviceId other(DeviceId device) {
        return device.equals(LAPTOP) ? DESKTOP : LAPTOP;
    }
}
