package dev.oneping.presence.person;

import dev.oneping.model.ActivityKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.presence.Device;
import dev.oneping.presence.NodeOutages;
import dev.oneping.presence.Presence;
import dev.oneping.presence.PresenceConfig;
import dev.oneping.presence.PresenceSummary;
import dev.oneping.presence.attention.Activity;
import dev.oneping.presence.attention.Attention;
import dev.oneping.presence.attention.AttentionCalculator;
import dev.oneping.presence.attention.Observations;
import dev.oneping.presence.attention.Observed;
import dev.oneping.presence.report.Battery;
import dev.oneping.presence.report.Location;
import dev.oneping.presence.report.Screen;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Computes a user's presence from the stored facts: the strongest session determines the device, the strongest device
 * the user. A pure function of the person and the instant.
 */
public final class PresenceCalculator {

    private static final Duration SHOWN_TO = Duration.ofMinutes(15);

    private final AttentionCalculator attention;
    private final DeviceHistoryUpdater histories;
    private final PresenceConfig.MaxAge maxAge;
    private final NodeOutages.View outages;

    /**
     * Creates a calculator with the configured times.
     *
     * @param outages the outages of nodes
     */
    public PresenceCalculator(PresenceConfig config, NodeOutages.View outages) {
        PresenceConfig.Decay decay = config.decay();
        this.attention = new AttentionCalculator(decay.active(), decay.passive(), decay.silence());
        this.histories = new DeviceHistoryUpdater(config);
        this.maxAge = config.maxAge();
        this.outages = outages;
    }

    public Presence presence(Person person, Instant now) {
        // Taken once: whether a lease is over must not change in between.
        Instant leaseTime = outages.leaseTime(now);
        Map<DeviceId, List<Live>> live = live(person, now, leaseTime);
        List<Device> devices = person.devices(leaseTime).stream()
                .map(id -> device(person, id, live.getOrDefault(id, List.of()), now))
                .sorted(Comparator.comparing(Device::online)
                        .reversed()
                        .thenComparing(Device::attention, Attention.STRONGEST_FIRST)
                        .thenComparing(device -> device.id().value()))
                .toList();
        ZoneId preferred = person.preferences().zone();
        return new Presence(
                person.user(),
                person.version(),
                attention(person.aggregate(), devices, now),
                devices,
                person.preferences(),
                contacts(person),
                preferred != null ? preferred : zone(person, live, now),
                person.doNotDisturb(now),
                person.published()
                        .suspendedUntil(
                                now, node -> outages.until(node, person.user().tenant())),
                person.published().seen());
    }

    /** Returns the time by which leases are judged now. */
    Instant leaseTime(Instant now) {
        return outages.leaseTime(now);
    }

    /** Returns the person with up-to-date device histories, given the person before the change. */
    Person withUpdatedHistories(Person before, Person person, Instant now) {
        return histories.withUpdatedHistories(before, person, now);
    }

    /**
     * Returns the time zone of most recently used devices, else of the most attentive session, else the last one
     * reported.
     */
    @Nullable
    public ZoneId zone(Person person, Instant now) {
        return zone(person, live(person, now, outages.leaseTime(now)), now);
    }

    private @Nullable ZoneId zone(Person person, Map<DeviceId, List<Live>> live, Instant now) {
        List<DeviceHistory> recent = person.histories().values().stream()
                .filter(history -> histories.isRecent(history.attendedAt(), now))
                .toList();
        return ZoneResolver.of(recent, person.aggregate().zone()).orElseGet(() -> anyZone(person, live));
    }

    private static @Nullable ZoneId anyZone(Person person, Map<DeviceId, List<Live>> live) {
        return live.values().stream()
                .flatMap(List::stream)
                .filter(one -> one.session.seen().zone() != null)
                .min(Live.STRONGEST_FIRST)
                .map(one -> Objects.requireNonNull(one.session.seen().zone()).value())
                .orElse(person.aggregate().zone());
    }

    /**
     * Returns the time of the next change without new reports: a lease or do-not-disturb ends, attention decays, a
     * dwell is complete.
     */
    Optional<Instant> nextChange(Person person, Instant now) {
        Stream<@Nullable Instant> decays = live(person, now, outages.leaseTime(now)).values().stream()
                .flatMap(List::stream)
                .flatMap(live -> Stream.of(live.leaseEnd, live.attention.expiresAt()));
        return Stream.of(decays, Stream.ofNullable(person.doNotDisturb(now)), histories.nextSettling(person).stream())
                .flatMap(instants -> instants)
                .filter(Objects::nonNull)
                .min(Instant::compareTo);
    }

    /** Returns the live sessions by device; plain loops, because each notification runs this. */
    private Map<DeviceId, List<Live>> live(Person person, Instant now, Instant leaseTime) {
        Map<DeviceId, Map<SessionId, Lease>> leases = new HashMap<>();
        person.leases().forEach((id, lease) -> {
            if (!lease.isOver(leaseTime)) {
                leases.computeIfAbsent(lease.session().device(), device -> new HashMap<>())
                        .put(id, lease);
            }
        });
        Map<DeviceId, List<Live>> live = new HashMap<>();
        leases.forEach((device, sessions) -> live.put(device, strongestFirst(sessions, now)));
        return live;
    }

    private List<Live> strongestFirst(Map<SessionId, Lease> sessions, Instant now) {
        Observed<Screen> screen = null;
        for (Lease lease : sessions.values()) {
            screen = Observed.later(screen, lease.session().seen().screen());
        }
        List<Live> live = new ArrayList<>(sessions.size());
        for (Map.Entry<SessionId, Lease> entry : sessions.entrySet()) {
            Session session = entry.getValue().session();
            live.add(new Live(
                    new SessionLocation(entry.getKey(), session.node()),
                    session,
                    attention.of(session.seen().withScreen(screen), session.connectedAt(), now),
                    entry.getValue().endsAt()));
        }
        live.sort(Live.STRONGEST_FIRST);
        return live;
    }

    private static @Nullable String push(@Nullable DeviceRegistration registration) {
        SealedAddress address = registration == null ? null : registration.push();
        return address != null && address.isGood() ? address.kind() : null;
    }

    private static Set<String> contacts(Person person) {
        return person.contacts().entrySet().stream()
                .filter(entry -> entry.getValue().isGood())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Device device(Person person, DeviceId id, List<Live> live, Instant now) {
        DeviceRegistration registration = person.registrations().get(id);
        PresenceSummary.Online before = person.aggregate().online().get(id);
        DeviceHistory history = person.histories().getOrDefault(id, DeviceHistory.NONE);
        Observed<Instant> input = latest(live, Observations::input);
        Observed<Battery> battery = Observed.fresh(latest(live, Observations::battery), now, maxAge.battery());
        Observed<Location> location = Observed.fresh(latest(live, Observations::location), now, maxAge.location());
        String platform = registration != null
                ? registration.platform()
                : live.getFirst().session.platform();
        return new Device(
                id,
                platform,
                kind(registration, platform),
                registration != null,
                !live.isEmpty(),
                live.isEmpty()
                        ? Attention.nothingKnown(leftAt(registration, history))
                        : sinceBefore(live.getFirst().attention, before),
                input == null ? null : input.value(),
                activity(live).fresh(now, this::maxAge),
                battery,
                battery == null || history.drain() == null
                        ? null
                        : history.drain().minutesLeft(),
                Observed.fresh(latest(live, Observations::network), now, maxAge.network()),
                location,
                places(
                        history,
                        person.preferences().places().isEmpty() ? at(location) : locatedAt(history, now),
                        Observed.fresh(latest(live, Observations::places), now, maxAge.places())),
                capabilities(live),
                live.stream()
                        .anyMatch(one -> Boolean.TRUE.equals(one.session.seen().invisible())),
                live.stream().map(Live::at).toList(),
                onlineSince(live, before),
                Observed.fresh(latest(live, Observations::zone), now, maxAge.zone()),
                push(registration),
                history.attendedAt());
    }

    /** Returns the places by the last fix or by the client's own report; null without either. */
    private static @Nullable Observed<Set<String>> places(
            DeviceHistory history, @Nullable Instant locatedAt, @Nullable Observed<Set<String>> reported) {
        return Stream.of(locatedAt, at(reported))
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .map(at -> new Observed<>(history.places(), at, at))
                .orElse(null);
    }

    private static @Nullable Instant at(@Nullable Observed<?> seen) {
        return seen == null ? null : seen.at();
    }

    private @Nullable Instant locatedAt(DeviceHistory history, Instant now) {
        Instant at = history.locatedAt();
        return at != null && now.isBefore(at.plus(maxAge.location())) ? at : null;
    }

    /** Returns when an offline device was last used, to the quarter of an hour: the API shows nothing more exact. */
    private static Instant leftAt(@Nullable DeviceRegistration registration, DeviceHistory history) {
        Instant used = history.attendedAt();
        return Stream.of(
                        used == null ? null : DeviceHistoryUpdater.down(used, SHOWN_TO),
                        registration == null ? null : registration.registeredAt())
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    /** Keeps the start of a state that is the same as at the last commit, even if its evidence differs. */
    private static Attention sinceBefore(Attention attention, PresenceSummary.@Nullable Online before) {
        return before != null && before.attention() == attention.state()
                ? attention.since(before.attentionSince())
                : attention;
    }

    private static Attention attention(PresenceSummary before, List<Device> devices, Instant now) {
        Attention strongest = devices.stream()
                .filter(Device::online)
                .findFirst()
                .map(Device::attention)
                .orElse(Attention.nothingKnown(before == PresenceSummary.NOTHING ? Instant.EPOCH : now));
        return before != PresenceSummary.NOTHING && before.attention() == strongest.state()
                ? strongest.since(before.since())
                : strongest;
    }

    private static @Nullable Instant onlineSince(List<Live> live, PresenceSummary.@Nullable Online before) {
        if (live.isEmpty()) {
            return null;
        }
        return before != null
                ? before.since()
                : live.stream()
                        .map(one -> one.session.connectedAt())
                        .min(Instant::compareTo)
                        .orElseThrow();
    }

    private static <T> @Nullable Observed<T> latest(
            List<Live> live, Function<Observations, @Nullable Observed<T>> field) {
        Observed<T> latest = null;
        for (Live one : live) {
            latest = Observed.later(latest, field.apply(one.session.seen()));
        }
        return latest;
    }

    private Duration maxAge(ActivityKind kind) {
        return switch (kind) {
            case TYPING -> maxAge.typing();
            case DO_NOT_DISTURB -> maxAge.doNotDisturb();
            default -> maxAge.activity();
        };
    }

    private static Activity activity(List<Live> live) {
        return live.stream().map(one -> one.session.seen().activity()).reduce(Activity.NONE, Activity::or);
    }

    private static Set<String> capabilities(List<Live> live) {
        return live.stream()
                .flatMap(one -> one.session.seen().capabilities().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String kind(@Nullable DeviceRegistration registration, String platform) {
        if (registration != null && registration.kind() != null) {
            return registration.kind();
        }
        return switch (platform) {
            case "ios", "android" -> "phone";
            case "web", "macos", "windows", "linux", "desktop" -> "desktop";
            default -> "unknown";
        };
    }

    /** One session that is live at the instant, with its computed attention. */
    private record Live(SessionLocation at, Session session, Attention attention, Instant leaseEnd) {
        static final Comparator<Live> STRONGEST_FIRST = Comparator.comparing(Live::attention, Attention.STRONGEST_FIRST)
                .thenComparing(live -> live.session.connectedAt(), Comparator.reverseOrder())
                .thenComparing(live -> live.at.session().value());
    }
}
