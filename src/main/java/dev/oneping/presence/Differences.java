package dev.oneping.presence;

import dev.oneping.events.DeviceEvent;
import dev.oneping.events.Event;
import dev.oneping.events.PresenceEvent;
import dev.oneping.model.DeviceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The differences that events tell of: one event each. What is published later than it is known, as an offline that may
 * be a mere reconnect, is to be held back here.
 *
 * @param before what was stored
 * @param draft  what was wished for, before sessions without a lease were taken out
 * @param after  what shall be stored
 * @param reason why the sessions that the draft leaves out go
 */
record Differences(Person before, Person draft, Person after, String reason) {

    private static final String LEASE_EXPIRED = "lease_expired";

    List<Event> events(Presence presence) {
        Map<DeviceId, Aggregate.Online> was = before.aggregate().online();
        Map<DeviceId, Aggregate.Online> is = after.aggregate().online();
        List<Event> events = new ArrayList<>();
        added(before.registrations(), after.registrations())
                .forEach(device -> events.add(new DeviceEvent.Registered(device, platform(device))));
        added(is, was).forEach(device -> events.add(new PresenceEvent.Offline(device, whyOffline(device))));
        added(was, is).forEach(device -> events.add(new PresenceEvent.Online(device)));
        if (before.aggregate().attention() != after.aggregate().attention()) {
            events.add(attentionChanged(presence));
        }
        added(after.registrations(), before.registrations())
                .forEach(device -> events.add(new DeviceEvent.Removed(device)));
        return events;
    }

    /** The devices that the second map has and the first has not, in the order of their names. */
    static SortedSet<DeviceId> added(Map<DeviceId, ?> first, Map<DeviceId, ?> second) {
        SortedSet<DeviceId> added = new TreeSet<>(Comparator.comparing(DeviceId::value));
        added.addAll(second.keySet());
        added.removeAll(first.keySet());
        return added;
    }

    private String platform(DeviceId device) {
        return Objects.requireNonNull(after.registrations().get(device)).platform();
    }

    private String whyOffline(DeviceId device) {
        boolean left = before.leases().entrySet().stream()
                .anyMatch(entry -> entry.getValue().session().device().equals(device)
                        && !draft.leases().containsKey(entry.getKey()));
        return left ? reason : LEASE_EXPIRED;
    }

    private PresenceEvent attentionChanged(Presence presence) {
        return new PresenceEvent.AttentionChanged(
                after.aggregate().attention().code(),
                before.aggregate().attention().code(),
                presence.devices().stream()
                        .filter(Device::online)
                        .findFirst()
                        .map(Device::id)
                        .orElse(null));
    }
}
