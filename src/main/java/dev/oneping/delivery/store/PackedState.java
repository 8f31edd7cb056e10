package dev.oneping.delivery.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.delivery.life.AckWindowBounds;
import dev.oneping.delivery.life.Attempt;
import dev.oneping.delivery.life.DeliveryProgress;
import dev.oneping.delivery.life.Display;
import dev.oneping.delivery.life.NotificationOutcome;
import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.Superseded;
import dev.oneping.delivery.life.Target;
import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionLocation;
import dev.oneping.redis.packed.PackedReader;
import dev.oneping.redis.packed.PackedWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of states: the JSON of a {@link State}, packed. What most notifications have is written by hand, the rest
 * through Jackson; Jackson reads all of it. The label tells the scripts the state, and the reason of a wait or an end:
 * {@code "held" quiet_hours}.
 */
final class PackedState {

    private final ObjectMapper json;

    PackedState(ObjectMapper json) {
        this.json = json;
    }

    byte[] write(State state) {
        PackedWriter out = new PackedWriter(label(state)).object();
        switch (state) {
            case State.Accepted(Superseded before) -> {
                out.field("state", "accepted");
                other(out, "before", before);
            }
            case State.Held held -> {
                out.field("state", "held").field("reason", held.reason());
                out.field("since", held.since()).field("until", held.until());
                attempts(out, held.past());
                silent(out, held.silent());
                other(out, "presumed", held.presumed());
            }
            case State.Delivering delivering -> {
                out.field("state", "delivering").name("attempt");
                attempt(out, delivering.attempt());
                attempts(out, delivering.past());
                silent(out, delivering.silent());
                other(out, "presumed", delivering.presumed());
            }
            case State.Ended ended -> {
                out.field("state", "ended").field("outcome", code(ended.outcome()));
                out.field("reason", ended.reason()).field("by", value(ended.by()));
                out.field("at", ended.at());
                attempts(out, ended.past());
            }
        }
        return out.end().bytes();
    }

    State read(byte[] stored) {
        try {
            return json.treeToValue(PackedReader.tree(stored), State.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("own records must be readable", e);
        }
    }

    /** Returns the state, or the outcome of one that has ended, and what the scripts need to know beside it. */
    private static String label(State state) {
        return switch (state) {
            case State.Accepted ignored -> "\"accepted\"";
            case State.Held held -> "\"held\" " + printable(held.reason());
            case State.Delivering delivering ->
                delivering.attempt().asksEveryone() ? "\"delivering\" everyone" : "\"delivering\"";
            case State.Ended ended ->
                "\"" + code(ended.outcome()) + "\"" + (ended.reason() == null ? "" : " " + printable(ended.reason()));
        };
    }

    /** Returns a reason without control characters: one of them ends the label, and apps choose some reasons. */
    private static String printable(String reason) {
        return reason.chars().allMatch(each -> each >= ' ') ? reason : reason.replaceAll("[\\x00-\\x1F]", " ");
    }

    private static String code(NotificationOutcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private void attempts(PackedWriter out, List<Attempt> attempts) {
        out.name("past").list();
        for (Attempt attempt : attempts) {
            attempt(out, attempt);
        }
        out.end();
    }

    private void attempt(PackedWriter out, Attempt attempt) {
        out.object().field("number", attempt.number()).name("target");
        target(out, attempt.target());
        out.field("ring", attempt.ring()).name("at").object();
        out.field("policy", attempt.at().policy()).field("round", attempt.at().round());
        out.field("step", attempt.at().step())
                .field("turn", attempt.at().turn())
                .end();
        out.field("started_at", attempt.startedAt()).field("ack_by", attempt.ackBy());
        AckWindowBounds bounds = attempt.bounds();
        out.name("bounds").object().field("floor", bounds.floor());
        out.field("planned", bounds.planned()).field("latest", bounds.latest()).end();
        out.field("moved_for", attempt.movedFor()).name("transit");
        if (attempt.transit() instanceof DeliveryProgress.Shown) {
            out.object().field("is", "shown").end();
        } else {
            out.tree(json.valueToTree(attempt.transit()));
        }
        out.field("over", attempt.over());
        out.field("variant", attempt.variant().name().toLowerCase(Locale.ROOT));
        if (attempt.bundled()) {
            out.field("bundled", true);
        }
        out.end();
    }

    private void target(PackedWriter out, Target target) {
        if (!(target instanceof Target.Live(DeviceId device, List<SessionLocation> sessions))) {
            out.tree(json.valueToTree(target));
            return;
        }
        out.object().field("by", "sessions").field("device", device.value());
        out.name("sessions").list();
        for (SessionLocation session : sessions) {
            out.object().field("session", session.session().value());
            out.field("node", session.node().value()).end();
        }
        out.end().end();
    }

    private void silent(PackedWriter out, List<Display> silent) {
        if (!silent.isEmpty()) {
            other(out, "silent", silent);
        }
    }

    private void other(PackedWriter out, String name, @Nullable Object value) {
        if (value != null) {
            out.name(name).tree(json.valueToTree(value));
        }
    }

    private static @Nullable String value(@Nullable DeviceId device) {
        return device == null ? null : device.value();
    }
}
