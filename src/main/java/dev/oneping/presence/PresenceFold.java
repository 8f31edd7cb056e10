package dev.oneping.presence;

import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionAt;
import dev.oneping.model.SessionId;
import dev.oneping.presence.attention.Activity;
import dev.oneping.presence.attention.Attention;
import dev.oneping.presence.attention.AttentionFold;
import dev.oneping.presence.attention.Observations;
import dev.oneping.presence.attention.Observed;
import dev.oneping.presence.report.Battery;
import dev.oneping.presence.report.Location;
import dev.oneping.presence.report.Screen;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
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
 * Concludes a person's presence from what is stored: the strongest session makes the device, the strongest device makes
 * the person. A pure function of the person and the instant.
 */
final class PresenceFold {

    private final AttentionFold attention;
    private final TrailFold trails;
    private final PresenceConfig.MaxAge maxAge;

    PresenceFold(PresenceConfig config) {
        PresenceConfig.Decay decay = config.decay();
        this.attention = new AttentionFold(decay.active(), decay.passive(), decay.silence());
        this.trails = new TrailFold(config);
        this.maxAge = config.maxAge();
    }

    Presence presence(Person person, Instant now) {
        Map<DeviceId, List<Live>> live = live(person, now);
        List<Device> devices = person.devices(now).stream()
                .map(id -> device(person, id, live.getOrDefault(id, List.of()), now))
                .sorted(Comparator.comparing(Device::online)
                        .reversed()
                        .thenComparing(Device::attention, Attention.STRONGEST_FIRST)
                        .thenComparing(device -> device.id().value()))
                .toList();
        ZoneId wished = person.preferences().zone();
        return new Presence(
                person.user(),
                person.version(),
                attention(person.aggregate(), devices, now),
                devices,
                person.preferences(),
                wished != null ? wished : zone(person, live, now),
                person.undisturbed(now),
                person.published().suspendedUntil(now),
                person.published().seen());
    }

    /** The person with what is remembered beyond sessions as it is now. */
    Person carriedOn(Person person, Instant now) {
        return trails.carriedOn(person, now);
    }

    /** What most of the devices used lately say, else the most attentive session, else the one that was said last. */
    @Nullable
    ZoneId zone(Person person, Instant now) {
        return zone(person, live(person, now), now);
    }

    private @Nullable ZoneId zone(Person person, Map<DeviceId, List<Live>> live, Instant now) {
        List<Trail> recent = person.trails().values().stream()
                .filter(trail -> trails.isRecent(trail.attendedAt(), now))
                .toList();
        return ZoneVote.of(recent, person.aggregate().zone()).orElseGet(() -> anyZone(person, live));
    }

    private static @Nullable ZoneId anyZone(Person person, Map<DeviceId, List<Live>> live) {
        return live.values().stream()
                .flatMap(List::stream)
                .filter(one -> one.session.seen().zone() != null)
                .min(Live.STRONGEST_FIRST)
                .map(one -> Objects.requireNonNull(one.session.seen().zone()).value())
                .orElse(person.aggregate().zone());
    }

    /** When something will be otherwise by itself: a lease or do-not-disturb ends, attention decays, a dwell is over. */
    Optional<Instant> nextChange(Person person, Instant now) {
        Stream<@Nullable Instant> decays = live(person, now).values().stream()
                .flatMap(List::stream)
                .flatMap(live -> Stream.of(live.leaseEnd, live.attention.expiresAt()));
        return Stream.of(decays, Stream.ofNullable(person.undisturbed(now)), trails.nextSettling(person).stream())
                .flatMap(instants -> instants)
                .filter(Objects::nonNull)
                .min(Instant::compareTo);
    }

    private Map<DeviceId, List<Live>> live(Person person, Instant now) {
        return person.leases().entrySet().stream()
                .filter(entry -> !entry.getValue().isOver(now))
                .collect(Collectors.groupingBy(
                        entry -> entry.getValue().session().device(),
                        Collectors.collectingAndThen(Collectors.toList(), sessions -> strongestFirst(sessions, now))));
    }

    private List<Live> strongestFirst(List<Map.Entry<SessionId, Lease>> sessions, Instant now) {
        Observed<Screen> screen =
                latest(sessions.stream().map(entry -> entry.getValue().session().seen()), Observations::screen);
        return sessions.stream()
                .map(entry -> {
                    Session session = entry.getValue().session();
                    return new Live(
                            new SessionAt(entry.getKey(), session.node()),
                            session,
                            attention.of(session.seen().withScreen(screen), session.connectedAt(), now),
                            entry.getValue().endsAt());
                })
                .sorted(Live.STRONGEST_FIRST)
                .toList();
    }

    private Device device(Person person, DeviceId id, List<Live> live, Instant now) {
        Registration registration = person.registrations().get(id);
        Aggregate.Online before = person.aggregate().online().get(id);
        Trail trail = person.trails().getOrDefault(id, Trail.NONE);
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
                        ? Attention.nothingKnown(leftAt(registration, trail))
                        : sinceBefore(live.getFirst().attention, before),
                input == null ? null : input.value(),
                activity(live).fresh(now, maxAge.typing(), maxAge.activity(), maxAge.doNotDisturb()),
                battery,
                battery == null || trail.drain() == null ? null : trail.drain().minutesLeft(),
                Observed.fresh(latest(live, Observations::network), now, maxAge.network()),
                location,
                location == null && Observed.fresh(latest(live, Observations::places), now, maxAge.places()) == null
                        ? null
                        : trail.places(),
                capabilities(live),
                live.stream()
                        .anyMatch(one -> Boolean.TRUE.equals(one.session.seen().invisible())),
                live.stream().map(Live::at).toList(),
                onlineSince(live, before),
                trail.zone());
    }

    /** Since when nothing is known of an offline device: about when it was used last, for more is not kept. */
    private static Instant leftAt(@Nullable Registration registration, Trail trail) {
        return Stream.of(trail.attendedAt(), registration == null ? null : registration.registeredAt())
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    /** The same state as at the last commit lasts since then, whatever evidence it rests on now. */
    private static Attention sinceBefore(Attention attention, Aggregate.@Nullable Online before) {
        return before != null && before.attention() == attention.state()
                ? attention.since(before.attentionSince())
                : attention;
    }

    private static Attention attention(Aggregate before, List<Device> devices, Instant now) {
        Attention strongest = devices.stream()
                .filter(Device::online)
                .findFirst()
                .map(Device::attention)
                .orElse(Attention.nothingKnown(before == Aggregate.NOTHING ? Instant.EPOCH : now));
        return before != Aggregate.NOTHING && before.attention() == strongest.state()
                ? strongest.since(before.since())
                : strongest;
    }

    private static @Nullable Instant onlineSince(List<Live> live, Aggregate.@Nullable Online before) {
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
        return latest(live.stream().map(one -> one.session.seen()), field);
    }

    private static <T> @Nullable Observed<T> latest(
            Stream<Observations> seen, Function<Observations, @Nullable Observed<T>> field) {
        return seen.map(field)
                .filter(Objects::nonNull)
                .max(Comparator.comparing(Observed::at))
                .orElse(null);
    }

    private static Activity activity(List<Live> live) {
        return live.stream().map(one -> one.session.seen().activity()).reduce(Activity.NONE, Activity::or);
    }

    private static Set<String> capabilities(List<Live> live) {
        return live.stream()
                .flatMap(one -> one.session.seen().capabilities().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String kind(@Nullable Registration registration, String platform) {
        if (registration != null && registration.kind() != null) {
            return registration.kind();
        }
        return switch (platform) {
            case "ios", "android" -> "phone";
            case "web", "macos", "windows", "linux", "desktop" -> "desktop";
            default -> "unknown";
        };
    }

    /** One session that lives at the instant, with what is concluded of it. */
    private record Live(SessionAt at, Session session, Attention attention, Instant leaseEnd) {
        static final Comparator<Live> STRONGEST_FIRST = Comparator.comparing(Live::attention, Attention.STRONGEST_FIRST)
                .thenComparing(live -> live.session.connectedAt(), Comparator.reverseOrder())
                .thenComparing(live -> live.at.session().value());
    }
}
