package dev.oneping.presence.person;

import dev.oneping.events.ChannelEvent;
import dev.oneping.events.DeviceEvent;
import dev.oneping.events.Event;
import dev.oneping.events.PresenceEvent;
import dev.oneping.model.DeviceId;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The differences between the published state and the next one, one event each.
 *
 * @param before the stored state
 * @param after  the state to store
 * @param gone   the reason code for each device published as offline
 */
record PresenceDiff(Person before, Person after, Map<DeviceId, String> gone) {

    List<Event> events(Presence presence) {
        PublishedPresence was = before.published();
        PublishedPresence is = after.published();
        List<Event> events = new ArrayList<>();
        added(before.registrations().keySet(), after.registrations().keySet())
                .forEach(device -> events.add(new DeviceEvent.Registered(device, platform(device))));
        added(is.online(), was.online())
                .forEach(device ->
                        events.add(new PresenceEvent.Offline(device, Objects.requireNonNull(gone.get(device)))));
        added(was.online(), is.online()).forEach(device -> events.add(new PresenceEvent.Online(device)));
        if (was.attention() != is.attention()) {
            events.add(attentionChanged(presence));
        }
        places(events);
        if (was.invisible() != is.invisible() || !was.hidden().equals(is.hidden()) || seenOnly(was, is)) {
            events.add(new PresenceEvent.VisibilityChanged(is.invisible(), List.copyOf(sorted(is.hidden()))));
        }
        lost(events);
        added(after.registrations().keySet(), before.registrations().keySet())
                .forEach(device -> events.add(new DeviceEvent.Removed(device)));
        return events;
    }

    /** Returns the devices that are in the second collection only, sorted by name. */
    static SortedSet<DeviceId> added(Collection<DeviceId> first, Collection<DeviceId> second) {
        SortedSet<DeviceId> added = sorted(second);
        added.removeAll(first);
        return added;
    }

    private static SortedSet<DeviceId> sorted(Collection<DeviceId> devices) {
        SortedSet<DeviceId> sorted = new TreeSet<>(Comparator.comparing(DeviceId::value));
        sorted.addAll(devices);
        return sorted;
    }

    /**
     * Returns whether only the visible part changed: with a hidden device, others may see a change while the user as a
     * whole is unchanged.
     */
    private static boolean seenOnly(PublishedPresence was, PublishedPresence is) {
        return !is.hidden().isEmpty()
                && !was.seen().equals(is.seen())
                && was.attention() == is.attention()
                && was.online().equals(is.online());
    }

    private void places(List<Event> events) {
        PublishedPresence was = before.published();
        PublishedPresence is = after.published();
        SortedSet<DeviceId> devices = sorted(was.places().keySet());
        devices.addAll(is.places().keySet());
        for (DeviceId device : devices) {
            Set<String> left = was.places().getOrDefault(device, Set.of());
            Set<String> entered = is.places().getOrDefault(device, Set.of());
            left.stream()
                    .filter(place -> !entered.contains(place))
                    .sorted()
                    .forEach(place -> events.add(new PresenceEvent.PlaceLeft(device, place)));
            entered.stream()
                    .filter(place -> !left.contains(place))
                    .sorted()
                    .forEach(place -> events.add(new PresenceEvent.PlaceEntered(device, place)));
        }
    }

    /** Adds events for addresses reported as no longer good; an address that the app itself removes needs none. */
    private void lost(List<Event> events) {
        for (DeviceId device : sorted(after.registrations().keySet())) {
            DeviceRegistration was = before.registrations().get(device);
            SealedAddress is =
                    Objects.requireNonNull(after.registrations().get(device)).push();
            if (was != null && is != null && SealedAddress.isLostNow(was.push(), is)) {
                events.add(new DeviceEvent.Unreachable(device, is.kind(), Objects.requireNonNull(is.lost())));
            }
        }
        new TreeMap<>(after.contacts()).forEach((channel, is) -> {
            if (SealedAddress.isLostNow(before.contacts().get(channel), is)) {
                events.add(new ChannelEvent.AddressLost(channel, Objects.requireNonNull(is.lost())));
            }
        });
    }

    private String platform(DeviceId device) {
        return Objects.requireNonNull(after.registrations().get(device)).platform();
    }

    private PresenceEvent attentionChanged(Presence presence) {
        return new PresenceEvent.AttentionChanged(
                after.published().attention().code(),
                before.published().attention().code(),
                presence.devices().stream()
                        .filter(Device::online)
                        .findFirst()
                        .map(Device::id)
                        .orElse(null));
    }
}
