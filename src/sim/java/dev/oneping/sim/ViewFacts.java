package dev.oneping.sim;

import dev.oneping.model.ActivityKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.EscalationPosition;
import dev.oneping.rules.fact.AttentionState;
import dev.oneping.rules.fact.DeviceContext;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.DeviceUse;
import dev.oneping.rules.fact.DeviceView;
import dev.oneping.rules.fact.Facts;
import dev.oneping.rules.fact.History;
import dev.oneping.rules.fact.NotificationFacts;
import dev.oneping.rules.fact.Progress;
import dev.oneping.rules.fact.QuietHoursWindow;
import dev.oneping.rules.fact.Ring;
import dev.oneping.rules.fact.UserFacts;
import dev.oneping.sim.RingPolicy.Open;
import dev.oneping.sim.ServerView.Known;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known from frames, as the facts of a decision. The attention is concluded as by the service, without its confidence; only the
 * run on the service itself uses that code.
 */
final class ViewFacts {

    /** A Monday; all people live by this clock. */
    static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

    private static final QuietHoursWindow NIGHT = new QuietHoursWindow(LocalTime.of(22, 30), LocalTime.of(7, 0));
    private static final int ACTIVE = 60;
    private static final int PASSIVE = 300;

    private ViewFacts() {}

    static Instant instant(int at) {
        return START.plusSeconds(at);
    }

    static Facts of(ServerView view, Open open, History history, int now) {
        UserFacts user = new UserFacts(ZoneOffset.UTC, view.person().habits().quietHours() ? NIGHT : null, Set.of());
        List<DeviceFacts> devices = view.person().devices().stream()
                .map(device -> device(device, view.device(device.index()), now))
                .toList();
        return new Facts(instant(now), notification(view, open), user, devices, history);
    }

    static DeviceId id(SimDevice device) {
        return new DeviceId(device.id());
    }

    private static NotificationFacts notification(ServerView view, Open open) {
        List<Ring> rings = open.rings.stream()
                .map(ring -> new Ring(id(view.person().devices().get(ring.device())), instant(ring.at()), ring.push()))
                .toList();
        Progress progress = new Progress(
                open.attempts,
                open.attempts == 0 ? null : new EscalationPosition("default", 1, 1, open.attempts),
                open.attempts == 0 ? null : instant(open.notice.at()),
                rings,
                open.shownSince < 0 ? null : instant(open.shownSince));
        Instant created = instant(open.notice.at());
        return new NotificationFacts(
                "ntf_" + open.notice.number(),
                "chat",
                open.notice.priority(),
                created,
                created.plusSeconds(DayPlan.DAY + 60),
                "default",
                dev.oneping.model.GroupRole.ONE_PERSON,
                progress,
                Map.of(),
                null,
                null);
    }

    private static DeviceFacts device(SimDevice device, Known known, int now) {
        int used = Math.max(known.lastInput(), known.use);
        DeviceUse use = new DeviceUse(
                used <= ServerView.LONG_AGO ? null : instant(used - Math.floorMod(used, 60)),
                device.kind() == SimKind.TV ? Boolean.TRUE : null,
                !known.online ? null : view(known),
                known.online && known.seesSystem ? at(known.system) : null,
                at(known.free),
                null,
                null);
        return new DeviceFacts(
                id(device),
                device.kind().platform,
                known.online,
                attention(known, now),
                known.online ? 0.9 : 0,
                known.since < 0 ? START : instant(known.since),
                known.online ? at(known.input) : null,
                null,
                null,
                0,
                device.push() ? (Integer) 0 : null,
                context(device, known),
                use);
    }

    private static DeviceContext context(SimDevice device, Known known) {
        return new DeviceContext(
                device.kind().name().toLowerCase(Locale.ROOT),
                null,
                null,
                known.online
                        ? Map.of(ActivityKind.IN_CALL, known.inCall, ActivityKind.PRESENTING, known.presenting)
                        : Map.of(),
                null,
                null,
                null,
                null,
                null);
    }

    private static DeviceView view(Known known) {
        return known.locked
                ? DeviceView.LOCKED
                : known.focused ? DeviceView.FOCUSED : known.visible ? DeviceView.VISIBLE : DeviceView.HIDDEN;
    }

    private static AttentionState attention(Known known, int now) {
        if (!known.online) {
            return AttentionState.UNKNOWN;
        }
        boolean machine = known.seesSystem && now - known.system < ACTIVE;
        if (known.inCall || known.presenting) {
            return AttentionState.ACTIVE;
        }
        if (known.locked) {
            return AttentionState.AWAY;
        }
        if (!known.visible) {
            return machine ? AttentionState.PASSIVE : AttentionState.AWAY;
        }
        int idle = now - known.input;
        return idle < ACTIVE
                ? AttentionState.ACTIVE
                : idle < PASSIVE || machine ? AttentionState.PASSIVE : AttentionState.AWAY;
    }

    private static @Nullable Instant at(int time) {
        return time < -DayPlan.DAY ? null : instant(time);
    }
}
