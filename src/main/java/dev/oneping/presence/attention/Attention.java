package dev.oneping.presence.attention;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the server concludes from reports about a person and a session, a device, or all devices. It is true for one
 * instant only: without new evidence it decays, and silence never makes it stronger.
 *
 * @param state      the conclusion
 * @param confidence how sure it is, 0 to 1, in hundredths
 * @param since      since when the state is what it is
 * @param evidence   what it rests on, the deciding piece first
 * @param expiresAt  when the state changes by itself, at the earliest; null if it does not
 */
public record Attention(
        State state,
        double confidence,
        Instant since,
        List<Evidence> evidence,
        @Nullable Instant expiresAt) {

    /** From the most attentive to the least: by state, then by how sure it is; a doubtful "away" is the less away. */
    public static final Comparator<Attention> STRONGEST_FIRST = Comparator.comparing(Attention::state)
            .thenComparing(Comparator.comparingDouble(Attention::strength).reversed());

    /** Copies the evidence. */
    public Attention {
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence must be from 0 to 1, but is " + confidence);
        }
        evidence = List.copyOf(evidence);
    }

    /** What is concluded where nothing is known. */
    public static Attention nothingKnown(Instant since) {
        return new Attention(State.UNKNOWN, 0, since, List.of(), null);
    }

    /** Whether the person is using it now. */
    @JsonIgnore
    public boolean isActive() {
        return state == State.ACTIVE;
    }

    /** Whether there is evidence that the person is not at it. That nothing is known is not such evidence. */
    @JsonIgnore
    public boolean isAway() {
        return state == State.AWAY;
    }

    /** The same state, which lasts since an earlier instant than the evidence of now tells. */
    public Attention since(Instant earlier) {
        return new Attention(state, confidence, earlier, evidence, expiresAt);
    }

    private double strength() {
        return state == State.AWAY ? -confidence : confidence;
    }

    /** The conclusions, from the most attentive to the least. */
    public enum State {
        /** The person is using it now. */
        @JsonProperty("active")
        ACTIVE,
        /** It is within the person's view, but not in use. */
        @JsonProperty("passive")
        PASSIVE,
        /** There is no evidence, or it is too old. */
        @JsonProperty("unknown")
        UNKNOWN,
        /** The person is not at it. */
        @JsonProperty("away")
        AWAY;

        /** The name in the API and in events. */
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
     * One thing that was observed.
     *
     * @param kind what
     * @param at   when it happened or was last seen to be so
     */
    public record Evidence(Kind kind, Instant at) {

        /** What can be observed, from the strongest sign of a person to the weakest, and then what speaks against one. */
        public enum Kind {
            /** A text is being written. */
            @JsonProperty("typing")
            TYPING,
            /** A key, a pointer or a touch. */
            @JsonProperty("input")
            INPUT,
            /** A call goes on. */
            @JsonProperty("in_call")
            CALL,
            /** Others are being shown the screen. */
            @JsonProperty("presenting")
            PRESENTING,
            /** The window has the focus. */
            @JsonProperty("focus")
            FOCUS,
            /** The page or window can be seen. */
            @JsonProperty("visible")
            VISIBLE,
            /** The connection lives, which alone says nothing of a person. */
            @JsonProperty("socket")
            SOCKET,
            /** Nobody has touched it for long. */
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
