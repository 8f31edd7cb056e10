package dev.oneping.notify.memory;

import dev.oneping.delivery.port.AnswerListener;
import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;
import dev.oneping.notify.ruleset.ActiveRules;
import dev.oneping.presence.Presence;
import dev.oneping.presence.store.PresenceStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Learns on which device a user answers at which hour, unless the tenant's rules say {@code learn: false} or never ask
 * for it. Observations are buffered and written once a second, so that an ack costs no extra round trip. No caller
 * waits for it, and observations that are lost, for example when the process dies, are not recovered.
 */
@Singleton
public class AckStatistics implements AnswerListener {

    private static final Logger LOG = Logger.getLogger(AckStatistics.class);

    /** The number of observations that can be written in a second; more are dropped and counted. */
    private static final int MOST_WAITING = 50_000;

    private final UserHistoryStore memory;
    private final PresenceStore presence;
    private final ActiveRules rules;
    private final Counter missed;
    private final Map<AckOccasion, AckCount> waiting = new ConcurrentHashMap<>();

    AckStatistics(UserHistoryStore memory, PresenceStore presence, ActiveRules rules, MeterRegistry metrics) {
        this.memory = memory;
        this.presence = presence;
        this.rules = rules;
        this.missed = Counter.builder("oneping.habits.missed")
                .description("Answers that were not learned from, because the write buffer was full")
                .register(metrics);
    }

    @Override
    public void answered(UserRef user, DeviceId by, @Nullable DeviceId asked) {
        if (isWanted(user)) {
            presence.zone(user)
                    .subscribe()
                    .with(
                            zone -> {
                                note(user, by, zone.orElse(null), AckCount.ANSWERED);
                                if (asked != null && !asked.equals(by)) {
                                    note(user, asked, zone.orElse(null), AckCount.UNANSWERED);
                                }
                            },
                            failure -> LOG.debugf("one answer could not be recorded: %s", failure));
        }
    }

    /** Counts an attempt that was not answered in time, although the device was there. */
    public void unanswered(UserRef user, DeviceId asked, Presence now) {
        if (isWanted(user)) {
            note(user, asked, now.zone(), AckCount.UNANSWERED);
        }
    }

    private boolean isWanted(UserRef user) {
        return rules.current(user.tenant()).needsAckStatistics();
    }

    private void note(UserRef user, DeviceId device, @Nullable ZoneId zone, AckCount seen) {
        AckOccasion occasion = memory.occasion(user, device, zone);
        if (waiting.size() < MOST_WAITING || waiting.containsKey(occasion)) {
            waiting.merge(occasion, seen, AckCount::and);
        } else {
            missed.increment();
        }
    }

    /** Writes the buffered observations. */
    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    public Uni<Void> write() {
        Map<AckOccasion, AckCount> seen = new HashMap<>();
        waiting.keySet().forEach(occasion -> {
            AckCount count = waiting.remove(occasion);
            if (count != null) {
                seen.put(occasion, count);
            }
        });
        return memory.learn(seen)
                .onFailure()
                .invoke(failure -> LOG.debugf("%d answers could not be recorded: %s", seen.size(), failure))
                .onFailure()
                .recoverWithNull();
    }
}
