package dev.oneping.delivery.store;

import dev.oneping.delivery.life.FirstStep;
import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.Transition;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.events.Event;
import dev.oneping.model.Notification;
import dev.oneping.model.Origin;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Stores a new notification together with its first transition, in one atomic step. Everything that a decision reads of a
 * user is under the user's version but for the leases, which are only ever extended without a new one; so a step that was
 * decided on a remembered user is as good as one that was decided on the stored one, if the version is still the same.
 */
@Singleton
public class FirstStepStore {

    private static final Script BEGIN = Script.load("delivery/begin.lua");

    private final RedisPipeline redis;
    private final NotificationStore store;

    /** Uses the given Redis. */
    public FirstStepStore(RedisPipeline redis, NotificationStore store) {
        this.redis = redis;
        this.store = store;
    }

    /**
     * Stores a notification with its first step; without the step, like {@link NotificationStore#accept}, if the user has
     * changed since the step was decided, or another notification of the user has sounded too recently.
     *
     * @param notification with an id that was just created; no part of a fan-out, and without a collapse key
     * @param firstLook    when the timer fires if it is stored without the step, and the caller's process dies
     */
    public Uni<AcceptResult> begin(Notification notification, Instant firstLook, FirstStep step) {
        if (notification.origin() instanceof Origin.Part) {
            throw new IllegalArgumentException("a part of a fan-out is counted when it is stored");
        }
        State.Accepted fresh = State.Accepted.FRESH;
        NotificationStore.Entry entry = store.entry(notification, fresh, firstLook);
        Transition transition = step.transition();
        List<Object> arguments = entry.arguments();
        arguments.addAll(List.of(
                step.userVersion(),
                store.write(transition.next()),
                NotificationStore.timer(notification.id(), transition),
                store.write(step.line()),
                step.sound() == null ? "" : step.sound().toEpochMilli(),
                step.distance().toMillis()));
        List<Event> events = new ArrayList<>(List.of(entry.event()));
        events.addAll(transition.events());
        arguments.addAll(store.events(events));
        return redis.run(BEGIN, entry.keys(), arguments)
                .map(reply -> reply.tag().equals("begun")
                        ? new AcceptResult.Begun(
                                new VersionedState(notification.id(), notification.to(), 2, transition.next()))
                        : NotificationStore.acceptance(notification, fresh, reply));
    }
}
