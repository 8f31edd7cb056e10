package dev.oneping.presence.person;

import dev.oneping.model.ActivityKind;
import dev.oneping.model.DeviceId;
import dev.oneping.presence.PresenceConfig;
import dev.oneping.presence.attention.Observations;
import dev.oneping.presence.attention.Observed;
import dev.oneping.presence.place.GeofenceState;
import dev.oneping.presence.place.GeofenceTracker;
import dev.oneping.presence.place.NamedPlace;
import dev.oneping.presence.report.Battery;
import dev.oneping.presence.report.Location;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Updates the histories of a user's devices from the current observations of their sessions. A pure function of the
 * person and the instant.
 */
final class DeviceHistoryUpdater {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** On these platforms an app in view is an app in use: the screen goes dark soon after the last touch. */
    private static final Set<String> HAND_HELD = Set.of("ios", "android");

    private final GeofenceTracker fences;
    private final PresenceConfig.MaxAge maxAge;
    private final Duration memory;

    DeviceHistoryUpdater(PresenceConfig config) {
        this.fences = new GeofenceTracker(config.placeDwell());
        this.maxAge = config.maxAge();
        this.memory = config.zoneMemory();
    }

    /**
     * Returns the person with up-to-date histories; those of devices that no longer exist are dropped after a while.
     *
     * @param earlier the person before the change: a session that it closes counts as use of an app that was in view
     */
    Person withUpdatedHistories(Person earlier, Person person, Instant now) {
        Map<DeviceId, List<Observations>> live = person.leases().values().stream()
                .filter(lease -> !lease.isOver(now))
                .map(Lease::session)
                .collect(Collectors.groupingBy(
                        Session::device, Collectors.mapping(Session::seen, Collectors.toUnmodifiableList())));
        Map<DeviceId, Instant> views = views(earlier, person, now);
        Set<DeviceId> known = person.devices(now);
        Map<DeviceId, DeviceHistory> histories = new HashMap<>();
        Stream.of(person.histories().keySet(), live.keySet(), views.keySet())
                .flatMap(Set::stream)
                .distinct()
                .forEach(device -> {
                    DeviceHistory before = person.histories().getOrDefault(device, DeviceHistory.NONE);
                    List<Observations> seen = live.get(device);
                    DeviceHistory after =
                            (seen == null ? unseen(before) : next(person, before, seen, now)).usedAt(views.get(device));
                    if (!after.equals(DeviceHistory.NONE)
                            && (known.contains(device) || isRecent(after.attendedAt(), now))) {
                        histories.put(device, after);
                    }
                });
        return histories.equals(person.histories()) ? person : person.withHistories(histories);
    }

    /** Returns the time at which the next device completes its dwell. */
    Optional<Instant> nextSettling(Person person) {
        return person.histories().values().stream()
                .flatMap(history -> fences.nextSettling(history.fences()).stream())
                .min(Instant::compareTo);
    }

    boolean isRecent(@Nullable Instant attendedAt, Instant now) {
        return attendedAt != null && now.isBefore(attendedAt.plus(memory));
    }

    /** Returns the history of a device without sessions: it crosses no fence. */
    private static DeviceHistory unseen(DeviceHistory before) {
        Map<String, GeofenceState> still = before.fences().entrySet().stream()
                .filter(entry -> entry.getValue().inside())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().uncrossed()));
        return new DeviceHistory(before.drain(), still, before.zone(), before.locatedAt(), before.attendedAt());
    }

    private DeviceHistory next(Person person, DeviceHistory before, List<Observations> seen, Instant now) {
        Observed<Battery> battery = Observed.latest(seen.stream().map(Observations::battery));
        Observed<ZoneId> zone = Observed.latest(seen.stream().map(Observations::zone));
        return new DeviceHistory(
                battery == null ? before.drain() : BatteryDrain.next(before.drain(), battery.value(), battery.at()),
                fences(person, before, seen, now),
                zone == null ? before.zone() : zone.value(),
                locatedAt(person, before, seen, now),
                attendedAt(before, seen));
    }

    /** Returns when the last fix was taken that told of all named places; a vague one does not refresh what is known. */
    private @Nullable Instant locatedAt(Person person, DeviceHistory before, List<Observations> seen, Instant now) {
        Observed<Location> fix =
                Observed.fresh(Observed.latest(seen.stream().map(Observations::location)), now, maxAge.location());
        Map<String, NamedPlace> places = person.preferences().places();
        if (fix == null || places.isEmpty()) {
            return before.locatedAt();
        }
        return places.values().stream().allMatch(fix(fix)::tellsOf) ? fix.at() : before.locatedAt();
    }

    private static GeofenceTracker.Fix fix(Observed<Location> seen) {
        Location at = seen.value();
        return new GeofenceTracker.Fix(at.lat(), at.lon(), at.accuracyMetres(), seen.at());
    }

    private Map<String, GeofenceState> fences(
            Person person, DeviceHistory before, List<Observations> seen, Instant now) {
        Map<String, GeofenceState> settled = fences.settled(before.fences(), now);
        Observed<Set<String>> reported =
                Observed.fresh(Observed.latest(seen.stream().map(Observations::places)), now, maxAge.places());
        Observed<Location> fix =
                Observed.fresh(Observed.latest(seen.stream().map(Observations::location)), now, maxAge.location());
        if (reported != null && (fix == null || !fix.at().isAfter(reported.at()))) {
            return fences.reported(settled, reported.value(), reported.at());
        }
        if (fix == null) {
            return settled;
        }
        return fences.settled(fences.located(settled, person.preferences().places(), fix(fix)), now);
    }

    private static @Nullable Instant attendedAt(DeviceHistory before, List<Observations> seen) {
        return Stream.concat(
                        Stream.ofNullable(before.attendedAt()),
                        seen.stream().flatMap(DeviceHistoryUpdater::touches).map(touched -> down(touched, MINUTE)))
                .max(Instant::compareTo)
                .orElse(null);
    }

    private static Stream<Instant> touches(Observations seen) {
        Observed<Instant> input = seen.input();
        Observed<Boolean> typing = seen.activity().get(ActivityKind.TYPING);
        return Stream.concat(
                input == null ? Stream.empty() : Stream.of(input.value()),
                typing != null && typing.value() ? Stream.of(typing.at()) : Stream.empty());
    }

    /**
     * Returns when hand-held devices last had the app in view: at the last report of a live session, and until its end
     * for one that the client closed.
     */
    private static Map<DeviceId, Instant> views(Person earlier, Person person, Instant now) {
        Map<DeviceId, Instant> views = new HashMap<>();
        person.leases().values().forEach(lease -> addView(views, lease.session(), null));
        earlier.leases().forEach((id, lease) -> {
            if (!person.leases().containsKey(id)) {
                addView(views, lease.session(), lease.isOver(now) ? null : now);
            }
        });
        return views;
    }

    private static void addView(Map<DeviceId, Instant> views, Session session, @Nullable Instant closedAt) {
        Observed<Boolean> visible = session.seen().visible();
        if (visible != null && visible.value() && HAND_HELD.contains(session.platform())) {
            views.merge(
                    session.device(),
                    down(closedAt == null ? visible.at() : closedAt, MINUTE),
                    (one, other) -> one.isAfter(other) ? one : other);
        }
    }

    static Instant down(Instant at, Duration unit) {
        return Instant.ofEpochMilli(at.toEpochMilli() / unit.toMillis() * unit.toMillis());
    }
}
