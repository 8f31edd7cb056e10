package dev.oneping.presence;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NodeId;
import dev.oneping.presence.Presence.Seen;
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
 * What events have told of a person so far. It follows the {@link PresenceSummary}, by which decisions are made at once, with a
 * delay wherever it may be a mere reconnect; so subscribers are spared what is over before it mattered.
 *
 * @param attention that was told last
 * @param waiting   since when the person is less attentive than was told; null if that is not so
 * @param online    the devices that were told to be online
 * @param leaving   those of them that have no session any more, but may come back yet
 * @param places    the named places that devices were told to be in
 * @param invisible whether the person was told to be invisible to others
 * @param hidden    the online devices that were told to be so
 * @param seen      what others see of it
 * @param seenWaiting since when the devices that do not hide are less attentive than others see; null if that is not so
 */
record PublishedPresence(
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

    PublishedPresence {
        online = Set.copyOf(online);
        leaving = leaving == null ? Map.of() : Map.copyOf(leaving);
        places = places == null ? Map.of() : Map.copyOf(places);
        hidden = hidden == null ? Set.of() : Set.copyOf(hidden);
        // What an older release has written says nothing of it.
        seen = seen != null ? seen : invisible || online.isEmpty() ? Seen.NOBODY : new Seen(attention, true, null);
    }

    /** The person's attention as it is told. */
    DebouncedAttention standing() {
        return new DebouncedAttention(attention, waiting);
    }

    PublishedPresence next(DebouncedAttention attention, Set<DeviceId> online, Map<DeviceId, Leaving> leaving) {
        return new PublishedPresence(
                attention.state(), attention.waiting(), online, leaving, places, invisible, hidden, seen, seenWaiting);
    }

    /** With the rest, once attention and devices are those that are told now. */
    PublishedPresence with(
            Map<DeviceId, Set<String>> places, Presence presence, UnaryOperator<Instant> fallsAt, Instant now) {
        // A hidden device that is about to come back, or to be told offline, must not be seen in between.
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
     * Where a device hides, the strongest of the others counts; while they are about to come back, what was seen last. Whoever
     * was not seen is seen as one who has just come, with no fall to wait for.
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

    /** What a release that told everything at once has told. */
    static PublishedPresence of(PresenceSummary aggregate) {
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
     * Until when the losses of this person count as ours and not as the person's; null if they do not. The first losses of
     * many were stored before anybody knew of the others, so what is known of their nodes now counts too.
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

    /** The devices whose loss is held to be ours. */
    Set<DeviceId> held() {
        Map<DeviceId, Leaving> held = new HashMap<>(leaving);
        held.values().removeIf(one -> one.heldUntil() == null);
        return held.keySet();
    }

    /**
     * A device that has lost its last session.
     *
     * @param since     when that was found
     * @param reason    the word for the event
     * @param node      which node held the session
     * @param heldUntil until when the loss is held to be ours, because that node lost many at once; null if it is not
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
