package dev.oneping.notify.turn;

import dev.oneping.delivery.life.Attempt;
import dev.oneping.delivery.life.Display;
import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.Target;
import dev.oneping.model.DeviceId;
import dev.oneping.model.DigestSummary;
import dev.oneping.model.GroupRole;
import dev.oneping.model.Notification;
import dev.oneping.model.Origin;
import dev.oneping.model.SessionLocation;
import dev.oneping.notify.memory.UserHistory;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import dev.oneping.presence.attention.Attention;
import dev.oneping.presence.attention.Observed;
import dev.oneping.rules.fact.AttentionState;
import dev.oneping.rules.fact.BatteryState;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.DigestState;
import dev.oneping.rules.fact.Facts;
import dev.oneping.rules.fact.NetworkState;
import dev.oneping.rules.fact.NotificationFacts;
import dev.oneping.rules.fact.Progress;
import dev.oneping.rules.fact.QuietHoursWindow;
import dev.oneping.rules.fact.Ring;
import dev.oneping.rules.fact.UserFacts;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Maps the data of delivery and presence to the facts of the rules. */
public final class FactsMapper {

    /** A device that comes and goes is asked this often in one round; a flapping one must not keep the others waiting. */
    private static final int MAX_RETURNS = 3;

    private FactsMapper() {}

    /** Returns all facts for a decision on a notification that no device displays without sound. */
    public static Facts facts(
            Notification notification, List<Attempt> past, Presence presence, UserHistory memory, Instant now) {
        return facts(notification, past, List.of(), presence, memory, now);
    }

    /** Returns all facts for a decision on a notification. */
    static Facts facts(
            Notification notification,
            List<Attempt> past,
            List<Display> silent,
            Presence presence,
            UserHistory memory,
            Instant now) {
        return new Facts(
                now,
                new NotificationFacts(
                        notification.id().value(),
                        notification.category(),
                        notification.priority(),
                        notification.createdAt(),
                        notification.expiresAt(),
                        notification.policy(),
                        circle(notification),
                        progress(past, silent),
                        notification.facts(),
                        gathered(notification),
                        notification.deliverWhen()),
                new UserFacts(
                        presence.zone(),
                        quiet(presence.preferences().quietHours()),
                        presence.contacts(),
                        DeviceFactsMapper.wishes(presence, notification.category())),
                presence.devices().stream()
                        .map(device -> facts(device, past, presence, memory))
                        .toList(),
                memory.history());
    }

    /** Returns the facts of a notification before its recipient's presence is read. */
    public static Facts before(Notification notification) {
        return new Facts(
                notification.createdAt(),
                new NotificationFacts(
                        notification.id().value(),
                        notification.category(),
                        notification.priority(),
                        notification.createdAt(),
                        notification.expiresAt(),
                        notification.policy(),
                        circle(notification),
                        Progress.NONE,
                        notification.facts(),
                        null,
                        null),
                new UserFacts(null, null, Set.of()),
                List.of());
    }

    /** Returns the ids of a user's devices. */
    public static Set<DeviceId> ids(Presence presence) {
        return presence.devices().stream().map(Device::id).collect(Collectors.toUnmodifiableSet());
    }

    private static GroupRole circle(Notification notification) {
        return notification.origin() instanceof Origin.Part part ? part.circle() : GroupRole.ONE_PERSON;
    }

    private static @Nullable DigestState gathered(Notification notification) {
        DigestSummary digest = notification.gathering();
        return digest == null ? null : new DigestState(digest.rule(), digest.until());
    }

    static List<SessionLocation> sessions(Presence presence, DeviceId device) {
        return presence.device(device).map(Device::sessions).orElse(List.of());
    }

    private static Progress progress(List<Attempt> past, List<Display> silent) {
        Instant shownSince = shownSince(past, silent);
        return past.isEmpty()
                ? new Progress(0, null, null, List.of(), shownSince)
                : new Progress(past.size(), past.getLast().at(), past.getFirst().startedAt(), rings(past), shownSince);
    }

    private static List<Ring> rings(List<Attempt> past) {
        return past.stream()
                .filter(attempt -> (attempt.ring() || attempt.bundled()) && !DeviceFactsMapper.failed(attempt))
                .map(attempt -> new Ring(
                        attempt.target().device(),
                        attempt.startedAt(),
                        attempt.target() instanceof Target.Push,
                        attempt.bundled()))
                .toList();
    }

    /** Returns the start of the first silent attempt or display; null if none was silent. */
    private static @Nullable Instant shownSince(List<Attempt> past, List<Display> silent) {
        if (past.isEmpty() && silent.isEmpty()) {
            return null;
        }
        return Stream.concat(
                        past.stream().filter(attempt -> !attempt.ring()).map(Attempt::startedAt),
                        silent.stream().map(Display::since))
                .min(Instant::compareTo)
                .orElse(null);
    }

    private static DeviceFacts facts(Device device, List<Attempt> past, Presence presence, UserHistory memory) {
        return new DeviceFacts(
                device.id(),
                device.platform(),
                device.online(),
                attention(device.attention().state()),
                device.attention().confidence(),
                device.attention().since(),
                device.lastInputAt(),
                battery(device.battery()),
                network(device.network()),
                lastRound(past, attempt -> stillCounts(attempt, device, past)),
                device.push() == null
                        ? null
                        : (Integer) lastRound(past, attempt -> attempt.target().equals(new Target.Push(device.id()))),
                DeviceFactsMapper.of(device, presence, memory),
                DeviceFactsMapper.use(device, past));
    }

    private static int lastRound(List<Attempt> past, Predicate<Attempt> counts) {
        int last = 0;
        for (Attempt attempt : past) {
            if (counts.test(attempt)) {
                last = Math.max(last, attempt.at().round());
            }
        }
        return last;
    }

    /**
     * Returns whether an attempt on this device counts, so that it need not be repeated. It does not if the device came
     * online after the attempt had ended; nor if the user had turned away from it, or was not at it when the attempt
     * ended, and is at it now. Another session of a device that stayed online changes nothing: the page was reloaded, or
     * a second tab was opened.
     */
    private static boolean stillCounts(Attempt attempt, Device device, List<Attempt> past) {
        if (!isLiveOn(attempt, device)) {
            return false;
        }
        if (device.onlineSince() != null && device.onlineSince().isAfter(attempt.ackBy())) {
            return past.stream()
                            .filter(other -> isLiveOn(other, device))
                            .filter(other -> other.at().round() == attempt.at().round())
                            .count()
                    >= MAX_RETURNS;
        }
        String over = attempt.over();
        boolean turnedAway = TargetHealth.AWAY.code().equals(over) || State.FOLLOWED.equals(over);
        boolean isBack = device.attention().isActive()
                && (turnedAway || device.attention().since().isAfter(attempt.ackBy()));
        return !isBack;
    }

    private static boolean isLiveOn(Attempt attempt, Device device) {
        return attempt.target() instanceof Target.Live live && live.device().equals(device.id());
    }

    private static AttentionState attention(Attention.State state) {
        return switch (state) {
            case ACTIVE -> AttentionState.ACTIVE;
            case PASSIVE -> AttentionState.PASSIVE;
            case AWAY -> AttentionState.AWAY;
            case UNKNOWN -> AttentionState.UNKNOWN;
        };
    }

    private static @Nullable BatteryState battery(@Nullable Observed<dev.oneping.presence.report.Battery> seen) {
        return seen == null
                ? null
                : new BatteryState(seen.value().level(), seen.value().charging(), seen.at());
    }

    private static @Nullable NetworkState network(@Nullable Observed<dev.oneping.presence.report.Network> seen) {
        return seen == null
                ? null
                : new NetworkState(seen.value().type(), seen.value().metered(), seen.at());
    }

    private static @Nullable QuietHoursWindow quiet(dev.oneping.presence.preference.@Nullable QuietHours quietHours) {
        return quietHours == null ? null : new QuietHoursWindow(quietHours.from(), quietHours.to());
    }
}
