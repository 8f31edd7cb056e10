package dev.oneping.notify.memory;

import dev.oneping.delivery.Answers;
import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;
import dev.oneping.notify.ruleset.ActiveRules;
import dev.oneping.presence.Presence;
import dev.oneping.presence.PresenceStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.ZoneId;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Learns on which device a person answers at which hour, unless the tenant's rules say {@code learn: false} or never ask for
 * it. It is never waited for, and what it misses is missed.
 */
@Singleton
public class Habits implements Answers {

    private static final Logger LOG = Logger.getLogger(Habits.class);

    private final MemoryStore memory;
    private final PresenceStore presence;
    private final ActiveRules rules;

    Habits(MemoryStore memory, PresenceStore presence, ActiveRules rules) {
        this.memory = memory;
        this.presence = presence;
        this.rules = rules;
    }

    @Override
    public void answered(UserRef user, DeviceId by, @Nullable DeviceId asked) {
        if (isWanted(user)) {
            begin(presence.load(user).chain(now -> {
                Uni<Void> learned = memory.learn(user, by, now.zone(), true);
                return asked == null || asked.equals(by)
                        ? learned
                        : learned.chain(() -> memory.learn(user, asked, now.zone(), false));
            }));
        }
    }

    /** Nobody answered on a device in time, though it was there to be seen. */
    public void unanswered(UserRef user, DeviceId asked, Presence now) {
        if (isWanted(user)) {
            ZoneId zone = now.zone();
            begin(memory.learn(user, asked, zone, false));
        }
    }

    private boolean isWanted(UserRef user) {
        return rules.current(user.tenant()).asksForHabits();
    }

    private static void begin(Uni<Void> learning) {
        learning.subscribe().with(done -> {}, failure -> LOG.debugf("one answer was not learned from: %s", failure));
    }
}
