package dev.oneping.notify.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.delivery.life.AckWindowBounds;
import dev.oneping.delivery.life.Attempt;
import dev.oneping.delivery.life.DeliveryProgress;
import dev.oneping.delivery.life.Target;
import dev.oneping.model.ActivityKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.EscalationPosition;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.model.Variant;
import dev.oneping.notify.turn.AckDeadline.Reading;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import dev.oneping.presence.attention.Activity;
import dev.oneping.presence.attention.Attention;
import dev.oneping.presence.attention.Observed;
import dev.oneping.presence.preference.Preferences;
import dev.oneping.presence.report.Battery;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A window of 120 s that began a minute ago, with a floor of 5 s and an extension of 60 s. */
class AckDeadlineTest {

    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
    private static final Instant NOW = START.plusSeconds(60);
    private static final Instant PLANNED = START.plusSeconds(120);
    private static final AckWindowBounds BOUNDS =
            new AckWindowBounds(START.plusSeconds(5), PLANNED, PLANNED.plusSeconds(60));
    private static final AckDeadline CLOCK = new AckDeadline(Duration.ofSeconds(5));

    @Test
    void shouldWaitAsPlannedWithoutEvidence() {
        assertEquals(new Reading(PLANNED, TargetHealth.THERE), read(attempt(), laptop(active(-10)), NOW));
        assertEquals(
                new Reading(PLANNED, TargetHealth.THERE), read(attempt(), laptop(away(-10)), NOW), "was away before");
    }

    @Test
    void shouldEndSoonWhenTheDeviceIsLockedHiddenOrLost() {
        assertEquals(new Reading(NOW.plusSeconds(5), TargetHealth.AWAY), read(attempt(), laptop(away(59)), NOW));
        assertEquals(new Reading(NOW.plusSeconds(5), TargetHealth.OFFLINE), read(attempt(), presence(), NOW));
    }

    @Test
    void shouldCountTheGraceFromTheFirstNoticeAndTakeItBackWithTheEvidence() {
        Attempt noticed = attempt(NOW.plusSeconds(5), "target_away");

        assertEquals(
                NOW.plusSeconds(5),
                read(noticed, laptop(away(59)), NOW.plusSeconds(4)).end());
        assertEquals(
                PLANNED, read(noticed, laptop(active(62)), NOW.plusSeconds(4)).end());
    }

    @Test
    void shouldNeverEndBeforeTheFloorNorExtendTheWaitForALostDevice() {
        assertEquals(
                START.plusSeconds(6),
                read(attempt(), presence(), START.plusSeconds(1)).end());
        assertEquals(
                START.plusSeconds(5),
                new AckDeadline(Duration.ZERO)
                        .read(attempt(), presence(), START)
                        .end());
        assertEquals(
                PLANNED, read(attempt(), presence(), PLANNED.minusSeconds(1)).end());
    }

    @Test
    void shouldHalveTheWindowOfAnIdleDevice() {
        assertEquals(new Reading(START.plusSeconds(60), TargetHealth.IDLE), read(attempt(), laptop(passive(30)), NOW));
        assertEquals(
                TargetHealth.THERE, read(attempt(), laptop(passive(-30)), NOW).target(), "was idle when it was chosen");
    }

    @Test
    void shouldWaitLongerWhileAPersonIsWritingButNotForEver() {
        Instant late = PLANNED.minusSeconds(1);
        assertEquals(new Reading(PLANNED.plusSeconds(14), TargetHealth.TYPING), read(attempt(), typing(late), late));
        assertEquals(PLANNED, read(attempt(), typing(NOW), NOW).end());
        Instant later = PLANNED.plusSeconds(55);
        assertEquals(
                PLANNED.plusSeconds(60), read(attempt(), typing(later), later).end());
    }

    @Test
    void shouldEndBeforeTheBatteryDoes() {
        assertEquals(new Reading(START.plusSeconds(60), TargetHealth.AT_RISK), read(attempt(), dying(2, START), START));
        assertEquals(PLANNED, read(attempt(), dying(5, START), START).end(), "it outlives the window");
        assertEquals(TargetHealth.THERE, read(attempt(), dying(6, START), START).target());
    }

    @Test
    void shouldSuspendTheDeadlineDuringOurOwnOutageAndGrantTimeAfterIt() {
        Instant over = PLANNED.plusSeconds(10);
        Presence troubled = presence(over, offlineLaptop());
        assertEquals(new Reading(over, TargetHealth.SUSPENDED), read(attempt(), troubled, PLANNED));

        assertEquals(
                new Reading(over, TargetHealth.SUSPENDED),
                read(attempt(), presence(over), PLANNED),
                "a device that is not registered is not listed once it is lost");

        Attempt suspended = attempt(over, "platform_incident");
        Instant back = PLANNED.plusSeconds(4);
        Reading resumed = read(suspended, laptop(active(-10)), back);
        assertEquals(new Reading(back.plusSeconds(60), TargetHealth.RESUMED), resumed);
        Attempt anew = attempt(resumed.end(), "back_after_incident");
        assertEquals(resumed, read(anew, laptop(active(-10)), back.plusSeconds(30)), "once, not again and again");

        assertEquals(PLANNED, read(suspended, presence(offlineLaptop()), over).end(), "it is gone for good");
    }

    @Test
    void shouldKnowThatThePersonHasTurnedToAnotherDevice() {
        Device phone = device("phone", active(50), Activity.NONE, null, null);
        Device idlePhone = device("phone", passive(50), Activity.NONE, null, null);
        Device laptopBefore = device("laptop", active(-10), Activity.NONE, null, null);
        Device laptopSince = device("laptop", active(20), Activity.NONE, null, null);
        Device laptopLocked = device("laptop", away(20), Activity.NONE, null, null);

        assertTrue(AckDeadline.hasTurnedTo(phone, attempt(), presence(laptopBefore, phone)));
        assertTrue(AckDeadline.hasTurnedTo(phone, attempt(), presence(laptopLocked, phone)));
        assertTrue(AckDeadline.hasTurnedTo(phone, attempt(), presence(phone)));
        assertFalse(AckDeadline.hasTurnedTo(phone, attempt(), presence(laptopSince, phone)), "both are in use");
        assertFalse(AckDeadline.hasTurnedTo(idlePhone, attempt(), presence(laptopLocked, idlePhone)));
        assertFalse(AckDeadline.hasTurnedTo(laptopSince, attempt(), presence(laptopSince)), "it shows it already");
    }

    private static Reading read(Attempt attempt, Presence presence, Instant now) {
        return CLOCK.read(attempt, presence, now);
    }

    private static Attempt attempt() {
        return attempt(PLANNED, null);
    }

    private static Attempt attempt(Instant ackBy, @Nullable String movedFor) {
        return new Attempt(
                1,
                new Target.Live(new DeviceId("laptop"), List.of()),
                true,
                new EscalationPosition("default", 1, 1, 1),
                START,
                ackBy,
                BOUNDS,
                movedFor,
                new DeliveryProgress.Shown(),
                null,
                Variant.RICH);
    }

    private static Presence laptop(Attention attention) {
        return presence(device("laptop", attention, Activity.NONE, null, null));
    }

    private static Presence typing(Instant at) {
        Activity typing = new Activity(Map.of(ActivityKind.TYPING, new Observed<>(true, at, at)));
        return presence(device("laptop", active(-10), typing, null, null));
    }

    private static Presence dying(int minutes, Instant seen) {
        Observed<Battery> battery = new Observed<>(Battery.seen(0.03, false), seen, seen);
        return presence(device("laptop", active(-10), Activity.NONE, battery, minutes));
    }

    private static Device offlineLaptop() {
        return device("laptop", false, attention(Attention.State.UNKNOWN, 60), Activity.NONE, null, null);
    }

    private static Device device(
            String id,
            Attention attention,
            Activity activity,
            @Nullable Observed<Battery> battery,
            @Nullable Integer minutes) {
        return device(id, true, attention, activity, battery, minutes);
    }

    private static Device device(
            String id,
            boolean online,
            Attention attention,
            Activity activity,
            @Nullable Observed<Battery> battery,
            @Nullable Integer minutes) {
        return new Device(
                new DeviceId(id),
                "web",
                "desktop",
                false,
                online,
                attention,
                null,
                activity,
                battery,
                minutes,
                null,
                null,
                null,
                Set.of(),
                false,
                List.of(),
                START.minusSeconds(600),
                null,
                null);
    }

    private static Presence presence(Device... devices) {
        return presence(null, devices);
    }

    private static Presence presence(@Nullable Instant suspendedUntil, Device... devices) {
        return new Presence(
                new UserRef(new TenantId("t"), new UserId("ann")),
                1,
                active(0),
                Arrays.asList(devices),
                Preferences.NONE,
                Set.of(),
                null,
                null,
                suspendedUntil,
                new Presence.Seen(Attention.State.ACTIVE, true, null));
    }

    private static Attention active(int since) {
        return attention(Attention.State.ACTIVE, since);
    }

    private static Attention passive(int since) {
        return attention(Attention.State.PASSIVE, since);
    }

    private static Attention away(int since) {
        return attention(Attention.State.AWAY, since);
    }

    private static Attention attention(Attention.State state, int since) {
        return new Attention(state, 1, START.plusSeconds(since), List.of(), null);
    }
}
