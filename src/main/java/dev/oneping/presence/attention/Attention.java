package dev.oneping.presence.attention;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server's conclusion about a user's attention to a session, a device, or any device. It holds for one instant
 * only: without new evidence it decays, and silence never makes it stronger.
 *
 * @param state      the conclusion
 * @param confidence the confidence, 0 to 1, in hundredths
 * @param since      when the state began
 * @param evidence   the observations it rests on, the deciding one first
 * @param expiresAt  the earliest time at which the state changes by itself; null if it does not
 */
public record Attention(
        State state,
        double confidence,
        Instant since,
        List<Evidence> evidence,
        @Nullable Instant expiresAt) {

    /**
     * The order from the most attentive to the least: by state, then by confidence; an "away" of low confidence is the
     * less away.
     */
    public static final Comparator<Attention> STRONGEST_FIRST = Comparator.comparing(Attention::state)
            .thenComparing(Comparator.comparingDouble(Attention::strength).reversed());

    /** Copies the evidence. */
    public Attention {
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence must be from 0 to 1, but is " + confidence);
        }
        evidence = List.copyOf(evidence);
    }

    /** Returns the conclusion without any observation. */
    public static Attention nothingKnown(Instant since) {
        return new Attention(State.UNKNOWN, 0, since, List.of(), null);
    }

    /** Returns whether the user is using it now. */
    @JsonIgnore
    public boolean isActive() {
        return state == State.ACTIVE;
    }

    /** Returns whether there is evidence that the user is away. A lack of observations is not such evidence. */
    @JsonIgnore
    public boolean isAway() {
        return state == State.AWAY;
    }

    /** Returns the same state with an earlier start than the current evidence suggests. */
    public Attention since(Instant earlier) {
        return new Attention(state, confidence, earlier, evidence, expiresAt);
    }

    private double strength() {
        return state == State.AWAY ? -confidence : confidence;
    }

    /** The states, from the most attentive to the least. */
    public enum State {
        /** The user is using it now. */
        @JsonProperty("active")
        ACTIVE,
        /** It is within the user's view, but not in use. */
        @JsonProperty("passive")
        PASSIVE,
        /** There is no evidence, or it is too old. */
        @JsonProperty("unknown")
        UNKNOWN,
        /** The user is away from it. */
        @JsonProperty("away")
        AWAY;

        /** Returns the name in the API and in events. */
        public String code() {
            return switch (this) {
                case ACTIVE -> "active";
                case PASSIVE -> "passive";
                case UNKNOWN -> "unknown";
                case AWAY -> "away";
            };
        }
    }

    /**
     * One observation.
     *
     * @param kind its kind
     * @param at   when it happened or was last seen
     */
    public record Evidence(Kind kind, Instant at) {

        /**
         * The kinds of observations, from the strongest sign of presence to the weakest, then those that speak against
         * it.
         */
        public enum Kind {
            /** The user is writing. */
            @JsonProperty("typing")
            TYPING,
            /** A key, a pointer or a touch. */
            @JsonProperty("input")
            INPUT,
            /** A call is in progress. */
            @JsonProperty("in_call")
            CALL,
            /** The screen is shared or presented. */
            @JsonProperty("presenting")
            PRESENTING,
            /** The window has the focus. */
            @JsonProperty("focus")
            FOCUS,
            /** The page or window can be seen. */
            @JsonProperty("visible")
            VISIBLE,
            /** A key, a pointer or a touch elsewhere on the same machine. */
            @JsonProperty("system_input")
            SYSTEM_INPUT,
            /** The connection is alive, which alone says nothing about a user. */
            @JsonProperty("socket")
            SOCKET,
            /** There was no input for a long time. */
            @JsonProperty("idle")
            IDLE,
            /** The page or window cannot be seen. */
            @JsonProperty("hidden")
            HIDDEN,
            /** The screen is locked or off. */
            @JsonProperty("locked")
            LOCKED
        }
    }
}
