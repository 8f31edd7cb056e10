package dev.oneping.notify.turn;

import dev.oneping.delivery.life.Attempt;
import dev.oneping.delivery.life.Target;
import dev.oneping.model.ActivityKind;
import dev.oneping.notify.memory.UserHistory;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import dev.oneping.presence.attention.Attention;
import dev.oneping.presence.attention.Attention.Evidence;
import dev.oneping.presence.attention.Attention.Evidence.Kind;
import dev.oneping.presence.attention.Observed;
import dev.oneping.presence.preference.CategoryPreference;
import dev.oneping.rules.fact.DeviceContext;
import dev.oneping.rules.fact.DeviceUse;
import dev.oneping.rules.fact.DeviceView;
import dev.oneping.rules.fact.UserPreferences;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Maps the state and use of devices, and the user's preferences, to the facts of the rules. */
final class DeviceFactsMapper {

    /** The reasons of attempts that a client or a provider did not take. */
    private static final Set<String> NOT_TAKEN = Stream.of(
                    TurnTrigger.NACK,
                    TurnTrigger.UNRECEIVED,
                    TurnTrigger.ADDRESS_DEAD,
                    TurnTrigger.CHANNEL_REJECTED,
                    TurnTrigger.CHANNEL_UNAVAILABLE)
            .flatMap(cause -> cause.abandonReason().stream())
            .collect(Collectors.toUnmodifiableSet());

    private DeviceFactsMapper() {}

    static DeviceContext of(Device device, Presence presence, UserHistory memory) {
        return new DeviceContext(
                device.kind(),
                value(device.places()),
                device.capabilities().isEmpty() ? null : device.capabilities(),
                ActivityKind.map(kind -> value(device.activity().get(kind))),
                device.minutesLeft() == null
                        ? null
                        : (Double) device.minutesLeft().doubleValue(),
                memory.habit(device.id()).lastAckAt(),
                coLocated(device, presence),
                memory.habit(device.id()).chance(),
                value(device.zone()));
    }

    static DeviceUse use(Device device, List<Attempt> past) {
        return new DeviceUse(
                device.lastUsedAt(),
                shared(device),
                view(device.attention()),
                at(device.attention(), Kind.SYSTEM_INPUT),
                device.activity().freeSince().orElse(null),
                failedAt(
                        past,
                        attempt -> attempt.target() instanceof Target.Live
                                && attempt.isOn(device.id())
                                && (device.onlineSince() == null
                                        || !device.onlineSince().isAfter(attempt.startedAt()))),
                failedAt(past, attempt -> attempt.target() instanceof Target.Push && attempt.isOn(device.id())));
    }

    /** Returns whether an attempt did not reach its target, so that nobody heard it. */
    static boolean failed(Attempt attempt) {
        return attempt.over() != null && NOT_TAKEN.contains(attempt.over());
    }

    private static @Nullable Instant failedAt(List<Attempt> past, Predicate<Attempt> there) {
        Instant last = null;
        for (Attempt attempt : past) {
            if (failed(attempt)
                    && there.test(attempt)
                    && (last == null || attempt.startedAt().isAfter(last))) {
                last = attempt.startedAt();
            }
        }
        return last;
    }

    /** Returns whether others use it too: as its client declares, else by its kind; null if neither tells. */
    private static @Nullable Boolean shared(Device device) {
        if (device.capabilities().contains("shared")) {
            return true;
        }
        return switch (device.kind()) {
            case "tv", "speaker", "display", "kiosk", "hub" -> true;
            case "phone", "watch" -> false;
            default -> null;
        };
    }

    private static @Nullable DeviceView view(Attention attention) {
        return at(attention, Kind.LOCKED) != null
                ? DeviceView.LOCKED
                : at(attention, Kind.FOCUS) != null
                        ? DeviceView.FOCUSED
                        : at(attention, Kind.VISIBLE) != null
                                ? DeviceView.VISIBLE
                                : at(attention, Kind.HIDDEN) != null ? DeviceView.HIDDEN : null;
    }

    private static @Nullable Instant at(Attention attention, Kind kind) {
        for (Evidence evidence : attention.evidence()) {
            if (evidence.kind() == kind) {
                return evidence.at();
            }
        }
        return null;
    }

    static UserPreferences wishes(Presence presence, String category) {
        Map<String, CategoryPreference> categories = presence.preferences().categories();
        Set<String> muted = categories.isEmpty()
                ? Set.of()
                : categories.entrySet().stream()
                        .filter(entry -> entry.getValue().silences())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toUnmodifiableSet());
        Set<String> channels = presence.preferences()
                .of(category)
                .map(CategoryPreference::channels)
                .orElse(null);
        return new UserPreferences(presence.dndUntil(), muted, channels);
    }

    private static <T> @Nullable T value(@Nullable Observed<T> observed) {
        return observed == null ? null : observed.value();
    }

    /** Returns false only for a device that reports its network: for others it is unknown whether one is near. */
    private static @Nullable Boolean coLocated(Device device, Presence presence) {
        boolean near = presence.near(device).stream()
                .flatMap(id -> presence.device(id).stream())
                .anyMatch(Device::online);
        return near ? (Boolean) true : device.network() == null ? null : (Boolean) false;
    }
}
