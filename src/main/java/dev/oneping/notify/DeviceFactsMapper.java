package dev.oneping.notify;

import dev.oneping.notify.memory.UserHistory;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import dev.oneping.presence.attention.Activity;
import dev.oneping.presence.attention.Observed;
import dev.oneping.presence.preference.CategoryPreference;
import dev.oneping.rules.DeviceContext;
import dev.oneping.rules.UserPreferences;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts where devices are, what is done with them, and what the person wishes into the words of the rules. */
final class DeviceFactsMapper {

    private DeviceFactsMapper() {}

    static DeviceContext of(Device device, Presence presence, UserHistory memory) {
        Activity activity = device.activity();
        return new DeviceContext(
                device.kind(),
                said(device.places()),
                device.capabilities().isEmpty() ? null : device.capabilities(),
                said(activity.typing()),
                said(activity.inCall()),
                said(activity.presenting()),
                said(activity.doNotDisturb()),
                device.minutesLeft() == null
                        ? null
                        : (Double) device.minutesLeft().doubleValue(),
                memory.habit(device.id()).lastAckAt(),
                coLocated(device, presence),
                memory.habit(device.id()).chance(),
                said(device.zone()));
    }

    static UserPreferences wishes(Presence presence, String category) {
        Set<String> muted = presence.preferences().categories().entrySet().stream()
                .filter(entry -> entry.getValue().silences())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
        Set<String> channels = presence.preferences()
                .of(category)
                .map(CategoryPreference::channels)
                .orElse(null);
        return new UserPreferences(presence.dndUntil(), muted, channels);
    }

    private static <T> @Nullable T said(@Nullable Observed<T> observed) {
        return observed == null ? null : observed.value();
    }

    /** That none is near is known only of a device that tells its network. */
    private static @Nullable Boolean coLocated(Device device, Presence presence) {
        boolean near = presence.near(device).stream()
                .flatMap(id -> presence.device(id).stream())
                .anyMatch(Device::online);
        return near ? (Boolean) true : device.network() == null ? null : (Boolean) false;
    }
}
