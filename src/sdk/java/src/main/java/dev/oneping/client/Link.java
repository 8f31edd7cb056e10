package dev.oneping.client;

import java.util.ArrayList;
import java.util.List;

/**
 * The life of a connection as a pure function: {@link #step} takes a state, an event, the time and a number drawn at random, and
 * returns the next state with what is to be done. The same rules as in the TypeScript client, and held to the same conformance
 * scenarios.
 *
 * <p>Promises: nothing is dialled that was not asked for; a close code from 4500 on is final; a path counts as dead only after a
 * {@code ping} without an answer, never because a timer came late; a resume names exactly what was read.
 */
record Link(
        Phase phase,
        int dial,
        long dialedAt,
        int way,
        int missed,
        int failures,
        int badTokens,
        String epoch,
        long offset,
        long heard,
        long quietMs,
        int asked,
        Long returnAt,
        Long due,
        String session,
        boolean recovered,
        String because) {

    static final long DIAL_MS = 10_000;
    static final long PROOF_MS = 3_000;
    static final long LATE_MS = 2_000;
    static final long FRESH_MS = 1_000;
    static final long BACKOFF_MS = 1_000;
    static final long BACKOFF_MAX_MS = 30_000;
    static final int TOKEN_TRIES = 3;

    private static final int REPLACED = 4002;
    private static final int TOKEN_EXPIRED = 4003;
    private static final int FIRST_FINAL = 4500;
    private static final int LAST_FINAL = 4999;

    /** What a connection is doing. */
    enum Phase {
        IDLE,
        CONNECTING,
        LIVE,
        WAITING,
        REFUSED,
        CLOSED;

        boolean isOpen() {
            return this == CONNECTING || this == LIVE;
        }

        boolean isWanted() {
            return isOpen() || this == WAITING;
        }
    }

    /** What happens to a connection. */
    sealed interface Event {}

    record Connect() implements Event {}

    record Close() implements Event {}

    record TokenReady(int dial) implements Event {}

    /** @param isFinal whether the app wants no further try */
    record NoToken(int dial, boolean isFinal, String detail) implements Event {}

    /** @param offset the frame's number, or 0 */
    record Heard(int dial, long offset) implements Event {}

    record Welcomed(int dial, String session, long heartbeatMs, String epoch, long offset, boolean recovered)
            implements Event {}

    record GoAway(int dial, long afterMs) implements Event {}

    record Lost(int dial, Transport.Loss loss) implements Event {}

    record Timer() implements Event {}

    record Wake() implements Event {}

    /** What a step leads to. */
    enum Effect {
        GET_TOKEN,
        GET_NEW_TOKEN,
        DIAL,
        HANG_UP,
        SAY_BYE_AND_HANG_UP,
        PING,
        GREETED
    }

    /** The next state, and what is to be done, in order. */
    record Step(Link link, List<Effect> effects) {}

    static Link idle() {
        return new Link(Phase.IDLE, 0, 0, 0, 0, 0, 0, null, 0, 0, 50_000, 0, null, null, null, false, "");
    }

    /** @param random from [0, 1) @param ways how many transports there are */
    Step step(Event event, long now, double random, int ways) {
        if (event instanceof Connect) {
            return phase.isWanted() ? stay() : new LinkDraft(idle().at(dial)).begin(false);
        }
        if (event instanceof Close) {
            return new LinkDraft(idle().at(dial + 1))
                    .phase(Phase.CLOSED)
                    .done(phase.isOpen() ? Effect.SAY_BYE_AND_HANG_UP : null);
        }
        if (event instanceof Timer) {
            return due != null && now >= due ? timer(now, random, ways) : stay();
        }
        if (event instanceof Wake) {
            return wake(now);
        }
        if (event instanceof TokenReady ready) {
            return ready.dial() == dial && phase == Phase.CONNECTING
                    ? new LinkDraft(this).dialedAt(now).due(now + DIAL_MS).done(Effect.DIAL)
                    : stay();
        }
        if (event instanceof NoToken none) {
            return none.dial() != dial || phase != Phase.CONNECTING
                    ? stay()
                    : none.isFinal()
                            ? refuse(none.detail())
                            : new LinkDraft(this).failures(failures + 1).await(now, backoff(failures, random), "token");
        }
        return phase.isOpen() ? onFrame(event, now, random, ways) : stay();
    }

    private Step onFrame(Event event, long now, double random, int ways) {
        if (event instanceof Welcomed in && in.dial() == dial) {
            return new LinkDraft(this)
                    .phase(Phase.LIVE)
                    .heard(now)
                    .live(in)
                    .due(now + in.heartbeatMs() * 2)
                    .done(Effect.GREETED);
        }
        if (event instanceof Heard frame && frame.dial() == dial && phase == Phase.LIVE) {
            return new LinkDraft(this)
                    .heard(now)
                    .offset(Math.max(offset, frame.offset()))
                    .due(now + quietMs)
                    .done(null);
        }
        if (event instanceof GoAway away && away.dial() == dial) {
            return new LinkDraft(this)
                    .heard(now)
                    .returnAt(now + away.afterMs())
                    .due(now + quietMs)
                    .done(null);
        }
        if (event instanceof Lost lost && lost.dial() == dial) {
            return lost(lost.loss(), now, random, ways);
        }
        return stay();
    }

    /** Whether a numbered frame was read before, so that it is not delivered again. */
    boolean knows(long frameOffset) {
        return frameOffset > 0 && frameOffset <= offset;
    }

    private Step lost(Transport.Loss loss, long now, double random, int ways) {
        int code = loss.code();
        if (code == FIRST_FINAL || loss.status() == 401) {
            return badTokens + 1 >= TOKEN_TRIES
                    ? refuse(loss.reason())
                    : new LinkDraft(this).badTokens(badTokens + 1).begin(true);
        }
        if ((code >= FIRST_FINAL && code <= LAST_FINAL) || loss.status() == 403) {
            return refuse(loss.reason());
        }
        if (returnAt != null) {
            return new LinkDraft(this).await(now, Math.max(0, returnAt - now), "goaway");
        }
        if (loss.retryAfterMs() >= 0) {
            return new LinkDraft(this).await(now, loss.retryAfterMs() + (long) (random * 1_000), "busy");
        }
        if (code == TOKEN_EXPIRED) {
            return new LinkDraft(this).begin(true);
        }
        LinkDraft next = new LinkDraft(this);
        int tried = failures;
        if (code == REPLACED) {
            // The one that took the place has the epoch now; returning with it would replace that one, and so on for
            // ever.
            next.forget().failures(++tried);
        }
        if (phase == Phase.LIVE) {
            return next.await(now, backoff(tried, random), "backoff");
        }
        return failedDial(next, now, random, ways);
    }

    /** The next transport is the probe: only if one of them gets through was it the transport's fault, and it is kept. */
    private Step failedDial(LinkDraft next, long now, double random, int ways) {
        if (missed + 1 < ways) {
            return next.missed(missed + 1).way((way + 1) % ways).begin(false);
        }
        return next.missed(0).way(0).failures(failures + 1).await(now, backoff(failures + 1, random), "backoff");
    }

    private Step timer(long now, double random, int ways) {
        boolean late = now - due > LATE_MS;
        return switch (phase) {
            case WAITING -> new LinkDraft(this).begin(false);
            case CONNECTING ->
                hangUpAnd(late ? new LinkDraft(this).begin(false) : failedDial(new LinkDraft(this), now, random, ways));
            // One late timer proves nothing: its pong may stand in the queue behind it. A second one does.
            case LIVE -> asked == 0 || (late && asked < 2) ? ask(now) : hangUpAnd(new LinkDraft(this).begin(false));
            case IDLE, REFUSED, CLOSED -> stay();
        };
    }

    private Step wake(long now) {
        return switch (phase) {
            case LIVE -> asked > 0 || now - heard < FRESH_MS ? stay() : ask(now);
            case WAITING ->
                (because.equals("goaway") || because.equals("busy")) && now < due
                        ? stay()
                        : new LinkDraft(this).failures(0).missed(0).begin(false);
            case IDLE, CONNECTING, REFUSED, CLOSED -> stay();
        };
    }

    private Step ask(long now) {
        return new LinkDraft(this).asked(asked + 1).due(now + PROOF_MS).done(Effect.PING);
    }

    private Step refuse(String detail) {
        return new LinkDraft(at(dial + 1))
                .phase(Phase.REFUSED)
                .because(detail)
                .due(null)
                .done(Effect.HANG_UP);
    }

    private static Step hangUpAnd(Step step) {
        List<Effect> effects = new ArrayList<>(List.of(Effect.HANG_UP));
        effects.addAll(step.effects());
        return new Step(step.link(), effects);
    }

    private Step stay() {
        return new Step(this, List.of());
    }

    private Link at(int newDial) {
        return new LinkDraft(this).dial(newDial).link();
    }

    /** Full jitter: anywhere between nothing and a bound that doubles. */
    private static long backoff(int failures, double random) {
        return (long) (random * Math.min(BACKOFF_MAX_MS, BACKOFF_MS << Math.min(failures, 10)));
    }
}
