package dev.oneping.client;

import java.util.List;

/** The next state of a {@link Link} in the making: setters, and the three ways in which a step ends. */
final class LinkDraft {
    private Link.Phase phase;
    private int dial;
    private long dialedAt;
    private int way;
    private int missed;
    private int failures;
    private int badTokens;
    private String epoch;
    private long offset;
    private long heard;
    private long quietMs;
    private int asked;
    private Long returnAt;
    private Long due;
    private String session;
    private boolean recovered;
    private String because;

    LinkDraft(Link from) {
        phase = from.phase();
        dial = from.dial();
        dialedAt = from.dialedAt();
        way = from.way();
        missed = from.missed();
        failures = from.failures();
        badTokens = from.badTokens();
        epoch = from.epoch();
        offset = from.offset();
        heard = from.heard();
        quietMs = from.quietMs();
        asked = from.asked();
        returnAt = from.returnAt();
        due = from.due();
        session = from.session();
        recovered = from.recovered();
        because = from.because();
    }

    LinkDraft phase(Link.Phase to) {
        phase = to;
        return this;
    }

    LinkDraft dial(int to) {
        dial = to;
        return this;
    }

    LinkDraft dialedAt(long to) {
        dialedAt = to;
        return this;
    }

    LinkDraft way(int to) {
        way = to;
        return this;
    }

    LinkDraft missed(int to) {
        missed = to;
        return this;
    }

    LinkDraft failures(int to) {
        failures = to;
        return this;
    }

    LinkDraft badTokens(int to) {
        badTokens = to;
        return this;
    }

    LinkDraft offset(long to) {
        offset = to;
        return this;
    }

    LinkDraft returnAt(long to) {
        returnAt = to;
        return this;
    }

    LinkDraft due(Long to) {
        due = to;
        return this;
    }

    LinkDraft asked(int to) {
        asked = to;
        return this;
    }

    LinkDraft because(String to) {
        because = to;
        return this;
    }

    /** Anything that was read is a sign of life. */
    LinkDraft heard(long to) {
        heard = to;
        asked = 0;
        return this;
    }

    LinkDraft forget() {
        epoch = null;
        offset = 0;
        return this;
    }

    LinkDraft live(Link.Welcomed in) {
        missed = 0;
        failures = 0;
        badTokens = 0;
        session = in.session();
        epoch = in.epoch();
        recovered = in.recovered();
        offset = in.recovered() ? offset : in.offset();
        quietMs = in.heartbeatMs() * 2;
        return this;
    }

    Link.Step begin(boolean newToken) {
        phase = Link.Phase.CONNECTING;
        dial++;
        asked = 0;
        returnAt = null;
        due = null;
        return done(newToken ? Link.Effect.GET_NEW_TOKEN : Link.Effect.GET_TOKEN);
    }

    Link.Step await(long now, long ms, String why) {
        phase = Link.Phase.WAITING;
        because = why;
        dial++;
        asked = 0;
        returnAt = null;
        due = now + ms;
        return done(Link.Effect.HANG_UP);
    }

    Link.Step done(Link.Effect effect) {
        return new Link.Step(link(), effect == null ? List.of() : List.of(effect));
    }

    Link link() {
        return new Link(
                phase, dial, dialedAt, way, missed, failures, badTokens, epoch, offset, heard, quietMs, asked, returnAt,
                due, session, recovered, because);
    }
}
