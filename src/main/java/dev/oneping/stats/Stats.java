package dev.oneping.stats;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sums of a tenant's notifications in a period.
 *
 * @param from                 its beginning
 * @param to                   its end
 * @param accepted             the notifications that were accepted, each part of a fan-out as one
 * @param ended                those that ended, by outcome
 * @param reasons              why those ended that the outcome alone does not explain, and why others are held, by code
 * @param attempts             attempts to reach a user, by channel; {@code session} is a live connection
 * @param rings                attempts that sounded, of notifications that ended
 * @param ringsPerNotification rings for each notification that ended; null if none did
 * @param escalations          attempts that were abandoned for the next one, by cause
 * @param firstDevice          answered notifications, by whether they first rang on that device
 * @param channels             messages handed to the providers of channels, by channel and outcome
 * @param firstRing            from acceptance to the first sound
 * @param seen                 from acceptance until the user saw it, or answered it in another way
 * @param answered             from acceptance until the user acted on it or dismissed it
 * @param series               the course of the period, in at most 90 steps
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Stats(
        Instant from,
        Instant to,
        long accepted,
        Map<String, Long> ended,
        Map<String, Long> reasons,
        Map<String, Long> attempts,
        long rings,
        @Nullable Double ringsPerNotification,
        Map<String, Long> escalations,
        Map<String, Long> firstDevice,
        Map<String, Map<String, Long>> channels,
        Waits firstRing,
        Waits seen,
        Waits answered,
        List<Step> series) {

    private static final int STEPS = 90;

    static Stats of(List<Bucket> buckets, Instant from, Instant to) {
        Bucket all = new Bucket(from, sum(buckets));
        Map<String, Long> ended = family(all, StatName.ENDED);
        long count = ended.values().stream().mapToLong(Long::longValue).sum();
        long rings = all.count(StatName.RINGS);
        return new Stats(
                from,
                to,
                all.count(StatName.ACCEPTED),
                ended,
                family(all, StatName.REASON),
                family(all, StatName.ATTEMPT),
                rings,
                count == 0 ? null : Waits.rounded((double) rings / count),
                family(all, StatName.ESCALATION),
                family(all, StatName.FIRST_DEVICE),
                channels(all),
                waits(all, StatName.FIRST_RING),
                waits(all, StatName.SEEN),
                waits(all, StatName.ANSWERED),
                series(buckets, from, to));
    }

    private static Map<String, Long> sum(List<Bucket> buckets) {
        Map<String, Long> sums = new HashMap<>();
        buckets.forEach(bucket -> bucket.counts().forEach((name, count) -> sums.merge(name, count, Long::sum)));
        return sums;
    }

    private static Map<String, Long> family(Bucket all, String kind) {
        Map<String, Long> family = new TreeMap<>();
        all.counts().forEach((name, count) -> {
            if (name.startsWith(kind + ":")) {
                family.put(name.substring(kind.length() + 1), count);
            }
        });
        return family;
    }

    private static Map<String, Map<String, Long>> channels(Bucket all) {
        Map<String, Map<String, Long>> channels = new TreeMap<>();
        family(all, StatName.SENT).forEach((name, count) -> {
            int colon = name.indexOf(':');
            channels.computeIfAbsent(name.substring(0, colon), ignored -> new TreeMap<>())
                    .put(name.substring(colon + 1), count);
        });
        return channels;
    }

    private static Waits waits(Bucket all, String kind) {
        return Waits.of(place -> all.count(kind + ":" + place));
    }

    private static List<Step> series(List<Bucket> buckets, Instant from, Instant to) {
        long seconds = TenantCounters.BUCKET.toSeconds();
        long all = Duration.between(from, to).toSeconds() / seconds + 1;
        Duration length = Duration.ofSeconds(seconds * Math.ceilDiv(all, STEPS));
        List<Step> steps = new ArrayList<>();
        for (Instant at = from; at.isBefore(to); at = at.plus(length)) {
            Instant begin = at;
            Instant end = at.plus(length);
            Bucket step = new Bucket(
                    begin,
                    sum(buckets.stream()
                            .filter(bucket ->
                                    !bucket.at().isBefore(begin) && bucket.at().isBefore(end))
                            .toList()));
            long ended = family(step, StatName.ENDED).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            steps.add(new Step(begin, step.count(StatName.ACCEPTED), ended, step.count(StatName.RINGS)));
        }
        return steps;
    }

    /** One step of the course: what was accepted, what ended, and how often those rang. */
    public record Step(Instant at, long accepted, long ended, long rings) {}
}
