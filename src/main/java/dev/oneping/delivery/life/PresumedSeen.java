package dev.oneping.delivery.life;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.oneping.delivery.life.State.Accepted;
import dev.oneping.delivery.life.State.Delivering;
import dev.oneping.delivery.life.State.Held;
import dev.oneping.delivery.life.State.Open;
import dev.oneping.events.NotificationEvent;
import dev.oneping.model.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The presumption that the user saw a notification on a device in use, although no answer came. It is no end: the
 * notification stays open and unread, and the presumption can be revoked.
 *
 * @param device     the device
 * @param at         the time of the presumption
 * @param confidence the estimated probability, 0 to 1
 * @param revoked    whether it is taken back; it is kept so that it is not presumed again
 */
public record PresumedSeen(
        @JsonProperty("d") DeviceId device,
        @JsonProperty("s") Instant at,
        @JsonProperty("c") double confidence,

        @JsonProperty("r") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean revoked) {

    /** Creates a presumption that holds. */
    public PresumedSeen(DeviceId device, Instant at, double confidence) {
        this(device, at, confidence, false);
    }

    /** Presumes it of an open notification; empty if that was presumed before, or no device shows it yet. */
    public Optional<Transition> of(Open open, TransitionContext at) {
        return open.presumed() == null ? step(open, this, at) : Optional.empty();
    }

    /** Revokes the presumption, because its device says that it cannot show the notification. */
    public static Optional<Transition> revoke(Open open, TransitionContext at, DeviceId device) {
        PresumedSeen seen = open.presumed();
        return seen == null || seen.revoked() || !seen.device().equals(device)
                ? Optional.empty()
                : step(open, new PresumedSeen(device, seen.at(), seen.confidence(), true), at);
    }

    private static Optional<Transition> step(Open open, PresumedSeen seen, TransitionContext at) {
        Instant due = switch (open) {
            case Accepted ignored -> null;
            case Held held -> held.until();
            case Delivering delivering -> delivering.attempt().due();
        };
        NotificationEvent event =
                new NotificationEvent.PresumedSeen(at.id(), seen.device(), seen.confidence(), seen.revoked());
        return Optional.ofNullable(due)
                .map(next -> new Transition(open.presuming(seen), next, List.of(event), null, ""));
    }
}
