package dev.oneping.presence.person;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NodeId;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import dev.oneping.presence.Presence.Seen;
import dev.oneping.presence.PresenceSummary;
import dev.oneping.presence.attention.Attention.State;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The presence of a user as published by events so far. It follows the {@link PresenceSummary}, which decisions use at
 * once, with a delay wherever a change may be a mere reconnect; so subscribers do not see changes that are over before
 * they matter.
 *
 * @param attention the published attention
 * @param waiting   when the actual attention fell below the published one; null if it has not
 * @param online    the devices published as online
 * @param leaving   those of them that have no session any more, but may still come back
 * @param places    the published named places of devices
 * @param invisible whether the user was published as invisible to other users
 * @param hidden    the online devices published as hidden
 * @param seen      what other users see of it
 * @param seenWaiting when the attention of the visible devices fell below what other users see; null if it has not
 */
public record PublishedPresence(
        @JsonProperty("a") State attention,
        @JsonProperty("w") @Nullable Instant waiting,
        @JsonProperty("d") Set<DeviceId> online,

        @JsonProperty("l") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<DeviceId, Leaving> leaving,

        @JsonProperty("p") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<DeviceId, Set<String>> places,

        @JsonProperty("i") boolean invisible,

        @JsonProperty("h") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Set<DeviceId> hidden,

        @JsonProperty("e") Seen seen,

        @JsonProperty("f") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Instant seenWaiting) {

    static final PublishedPresence NOTHING = new PublishedPresence(
            State.UNKNOWN, null, Set.of(), Map.of(), Map.of(), false, Set.of(), Seen.NOBODY, null);

    public PublishedPresence {
        online = Set.copyOf(online);
        leaving = leaving == null ? Map.of() : Map.copyOf(leaving);
        places = places == null ? Map.of() : Map.copyOf(places);
        hidden = hidden == null ? Set.of() : Set.copyOf(hidden);
        // Records of older releases lack it.
        seen = seen != null ? seen : invisible || online.isEmpty() ? Seen.NOBODY : new Seen(attention, true, null);
    }

    /** Returns the published attention. */
    DebouncedAttention debouncedAttention() {
        return new DebouncedAttention(attention, waiting);
    }

    PublishedPresence next(DebouncedAttention attention, Set<DeviceId> online, Map<DeviceId, Leaving> leaving) {
        return new PublishedPresence(
                attention.state(), attention.waiting(), online, leaving, places, invisible, hidden, seen, seenWaiting);
    }

    /** Adds the rest, once attention and devices are up to date. */
    PublishedPresence with(
            Map<DeviceId, Set<String>> places, Presence presence, UnaryOperator<Instant> fallsAt, Instant now) {
        // A hidden device that is about to come back, or to be published as offline, must not be seen in between.
        Set<DeviceId> concealed = Stream.concat(
                        presence.devices().stream()
                                .filter(device -> device.online() && device.invisible())
                                .map(Device::id),
                        hidden.stream().filter(leaving::containsKey))
                .collect(Collectors.toUnmodifiableSet());
        boolean isSeen = presence.isVisible() && !concealed.containsAll(online);
        DebouncedAttention sight =
                isSeen ? sight(concealed, presence, fallsAt, now) : new DebouncedAttention(State.UNKNOWN, null);
        return new PublishedPresence(
                attention,
                waiting,
                online,
                leaving,
                places,
                !presence.isVisible(),
                concealed,
                seen.next(sight.state(), isSeen, now),
                sight.waiting());
    }

    /**
     * Computes the attention that others see if a device is hidden: the strongest of the visible ones; while these may
     * still reconnect, the one last seen. A user who was not seen appears as newly arrived, with no pending fall.
     */
    private DebouncedAttention sight(
            Set<DeviceId> concealed, Presence presence, UnaryOperator<Instant> fallsAt, Instant now) {
        if (concealed.isEmpty()) {
            return new DebouncedAttention(attention, null);
        }
        State others = presence.devices().stream()
                .filter(device -> device.online() && online.contains(device.id()) && !concealed.contains(device.id()))
                .findFirst()
                .map(device -> device.attention().state())
                .orElse(seen.attention());
        return seen.online()
                ? new DebouncedAttention(seen.attention(), seenWaiting).next(others, false, fallsAt, now)
                : new DebouncedAttention(others, null);
    }

    /** Converts a record of a release that published everything at once. */
    public static PublishedPresence of(PresenceSummary aggregate) {
        return new PublishedPresence(
                aggregate.attention(),
                null,
                aggregate.online().keySet(),
                Map.of(),
                Map.of(),
                false,
                Set.of(),
                Seen.NOBODY.next(aggregate.attention(), !aggregate.online().isEmpty(), aggregate.since()),
                null);
    }

    /**
     * Returns until when the losses of this user count as an outage; null if they do not. The first losses of an
     * outage were stored before it was detected, so the outages now known of their nodes count too.
     */
    @Nullable
    Instant suspendedUntil(Instant now, Function<NodeId, @Nullable Instant> outages) {
        return leaving.values().stream()
                .flatMap(one -> Stream.of(
                        Optional.ofNullable(one.heldUntil()),
                        Optional.ofNullable(one.node()).map(outages)))
                .flatMap(Optional::stream)
                .filter(now::isBefore)
                .max(Instant::compareTo)
                .orElse(null);
    }

    /** Returns the devices whose loss is held as part of an outage. */
    Set<DeviceId> held() {
        Map<DeviceId, Leaving> held = new HashMap<>(leaving);
        held.values().removeIf(one -> one.heldUntil() == null);
        return held.keySet();
    }

    /**
     * A device that has lost its last session.
     *
     * @param since     when the loss was detected
     * @param reason    the reason code for the event
     * @param node      the node that held the session
     * @param heldUntil the end of the outage that the loss is held for; null if there is none
     */
    record Leaving(
            @JsonProperty("s") Instant since,
            @JsonProperty("r") String reason,
            @JsonProperty("n") @Nullable NodeId node,
            @JsonProperty("u") @Nullable Instant heldUntil) {

        Leaving heldUntil(@Nullable Instant until) {
            return new Leaving(since, reason, node, until);
        }
    }
}
