package dev.oneping.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.delivery.life.Attempt;
import dev.oneping.delivery.life.NotificationOutcome;
import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.State.Delivering;
import dev.oneping.delivery.life.State.Ended;
import dev.oneping.delivery.life.State.Held;
import dev.oneping.delivery.life.State.Open;
import dev.oneping.delivery.life.Target;
import dev.oneping.delivery.life.Transition;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.events.Event;
import dev.oneping.events.NotificationEvent;
import dev.oneping.model.DeviceId;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.TenantId;
import dev.oneping.stats.StatName;
import dev.oneping.stats.TenantCounters;
import dev.oneping.stats.Waits;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of the lives of notifications. Only the process that has committed a transition records it, so the sums over all
 * nodes are right; the same is counted for each tenant. Labels are from closed sets: the names of an app's rules, and other
 * words that a caller chooses, are counted together.
 */
@Singleton
public class NotificationMeters {

    private static final String OTHER = "other";

    private static final Set<String> REASONS = Set.of(
            "by_app",
            "replaced",
            "digested",
            "passed_on",
            "answered",
            "quorum_reached",
            "quorum_missed",
            "nobody_answered",
            "nobody_can_be_reached",
            "all_rounds_over",
            "plan_deadline",
            "too_many_attempts",
            "no_device_online",
            "devices_not_enabled",
            "all_devices_tried",
            "not_worth_a_ring",
            "rang_just_now",
            "presumed_seen",
            "deliver_when",
            "quiet_hours",
            "do_not_disturb",
            "muted_category",
            "expired",
            "user_erased");

    private static final Set<String> CAUSES = Set.of(
            "unanswered",
            "target_typing",
            "target_idle",
            "target_at_risk",
            "target_away",
            "target_offline",
            "platform_incident",
            "back_after_incident",
            "nacked",
            "unreceived",
            "address_dead",
            "channel_rejected",
            "channel_unavailable");

    private static final int REMEMBERED = 50_000;

    private final MeterRegistry registry;
    private final TenantCounters tenants;
    private final Timer firstRing;
    private final Timer seen;
    private final Timer answer;
    private final DistributionSummary rings;

    /** The priorities of notifications that this process has handled, because a state does not tell them. */
    private final Cache<NotificationId, Priority> priorities = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(REMEMBERED)
            .build();

    /** Registers the metrics. */
    public NotificationMeters(MeterRegistry registry, TenantCounters tenants) {
        this.registry = registry;
        this.tenants = tenants;
        this.firstRing =
                timer("oneping.notification.first.ring", "Time from acceptance to the first attempt that sounds");
        this.seen = timer(
                "oneping.notification.seen",
                "Time from acceptance until the user saw it, or answered it in another way");
        this.answer =
                timer("oneping.notification.answer", "Time from acceptance until the user acted on it or dismissed it");
        this.rings = DistributionSummary.builder("oneping.notification.rings")
                .description("Attempts that sounded, per ended notification")
                .serviceLevelObjectives(1, 2, 3, 5, 10, 20)
                .register(registry);
    }

    /** Returns a reason as a label: one of a closed set. */
    static String reason(String reason) {
        return known(REASONS, reason);
    }

    /** Remembers the priority of a notification. */
    public void know(Notification notification) {
        priorities.put(notification.id(), notification.priority());
    }

    /** Records a committed transition. */
    public void committed(VersionedState before, VersionedState after, Transition transition, Instant now) {
        Duration age = Duration.between(after.id().createdAt(), now);
        TenantId tenant = after.to().tenant();
        if (before.version() == 1) {
            tenants.increment(tenant, StatName.ACCEPTED);
        }
        if (before.state() instanceof Open open && after.state() instanceof Ended ended) {
            ended(tenant, after.id(), open, ended);
        }
        if (after.state() instanceof Ended ended) {
            answered(tenant, before.state() instanceof Ended was ? was : null, ended, age);
        }
        if (after.state() instanceof Delivering delivering && isBegun(before.state(), delivering.attempt())) {
            begun(tenant, delivering, age);
        }
        if (after.state() instanceof Held held
                && !(before.state() instanceof Held was && was.reason().equals(held.reason()))) {
            String reason = known(REASONS, held.reason());
            counter("oneping.notifications.held", "Notifications that began to wait", "reason", reason)
                    .increment();
            tenants.increment(tenant, StatName.of(StatName.REASON, reason));
        }
        for (Event event : transition.events()) {
            if (event instanceof NotificationEvent.Escalated escalated) {
                String cause = known(CAUSES, escalated.reason());
                counter("oneping.escalations", "Attempts that were abandoned for the next one", "cause", cause)
                        .increment();
                tenants.increment(tenant, StatName.of(StatName.ESCALATION, cause));
            }
        }
    }

    private void ended(TenantId tenant, NotificationId id, Open before, Ended ended) {
        String reason = ended.reason() == null ? "none" : known(REASONS, ended.reason());
        Priority priority = priorities.getIfPresent(id);
        Counter.builder("oneping.notifications")
                .description("Ended notifications")
                .tag("outcome", lower(ended.outcome()))
                .tag("reason", reason)
                .tag("priority", priority == null ? "unknown" : lower(priority))
                .register(registry)
                .increment();
        long rang = before.made().stream().filter(Attempt::ring).count();
        rings.record(rang);
        tenants.increment(tenant, StatName.of(StatName.ENDED, lower(ended.outcome())));
        tenants.add(tenant, StatName.RINGS, rang);
        if (ended.reason() != null) {
            tenants.increment(tenant, StatName.of(StatName.REASON, reason));
        }
        if (ended.by() != null) {
            String first = firstDevice(before, ended.by());
            tenants.increment(tenant, StatName.of(StatName.FIRST_DEVICE, first));
            counter(
                            "oneping.notification.first.device",
                            "Notifications that the user answered, by whether it first rang on that device",
                            "result",
                            first)
                    .increment();
        }
    }

    /** Returns whether the first ring was on the device of the answer: what is on the right device at once. */
    private static String firstDevice(Open before, DeviceId answered) {
        return before.made().stream()
                .filter(Attempt::ring)
                .findFirst()
                .map(first -> first.isOn(answered) ? "answered_there" : "answered_elsewhere")
                .orElse("no_ring");
    }

    private void answered(TenantId tenant, @Nullable Ended before, Ended ended, Duration age) {
        if (before == null && ended.outcome().isAnswer()) {
            seen.record(age);
            tenants.increment(tenant, Waits.counter(StatName.SEEN, age));
        }
        if (ended.outcome() == NotificationOutcome.ACTED || ended.outcome() == NotificationOutcome.DISMISSED) {
            answer.record(age);
            tenants.increment(tenant, Waits.counter(StatName.ANSWERED, age));
        }
    }

    private void begun(TenantId tenant, Delivering delivering, Duration age) {
        Attempt attempt = delivering.attempt();
        String channel = attempt.target() instanceof Target.Live
                ? "session"
                : channel(attempt.target().channel());
        counter("oneping.attempts", "Attempts to reach a user", "channel", channel)
                .increment();
        tenants.increment(tenant, StatName.of(StatName.ATTEMPT, channel));
        if (attempt.ring() && delivering.past().stream().noneMatch(Attempt::ring)) {
            firstRing.record(age);
            tenants.increment(tenant, Waits.counter(StatName.FIRST_RING, age));
        }
    }

    private static boolean isBegun(State before, Attempt attempt) {
        return !(before instanceof Delivering was) || was.attempt().number() != attempt.number();
    }

    /** Returns the channel's name; the app's own channels are counted together. */
    private static String channel(@Nullable String name) {
        return known(Set.of(Target.PUSH, "email", Target.EVERYONE), name == null ? OTHER : name);
    }

    private static String known(Set<String> words, String word) {
        return words.contains(word) ? word : OTHER;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private Counter counter(String name, String description, String label, String value) {
        return Counter.builder(name).description(description).tag(label, value).register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(Waits.BOUNDS.toArray(Duration[]::new))
                .register(registry);
    }
}
