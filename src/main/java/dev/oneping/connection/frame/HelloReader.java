package dev.oneping.connection.frame;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.connection.frame.ClientFrame.Ack;
import dev.oneping.connection.frame.ClientFrame.Cursor;
import dev.oneping.model.AckKind;
import dev.oneping.model.NotificationId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the state that a hello reports: the position for resuming, the notifications shown, the acks made while
 * offline.
 */
final class HelloReader {

    private static final int MOST = 100;

    /** The largest integer that every JSON library represents exactly. */
    private static final long LARGEST = (1L << 53) - 1;

    private static final Pattern EPOCH = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private HelloReader() {}

    /** Returns the client's position; null if it does not resume. */
    static @Nullable Cursor resume(JsonNode hello) {
        JsonNode resume = hello.path("resume");
        if (resume.isMissingNode() || resume.isNull()) {
            return null;
        }
        if (!resume.isObject()) {
            throw FrameReader.invalid("/resume must be an object, {} at first");
        }
        long offset = offset(resume.path("offset"));
        JsonNode epoch = resume.path("epoch");
        if (epoch.isMissingNode() || epoch.isNull()) {
            return new Cursor(null, 0);
        }
        if (!epoch.isTextual() || !EPOCH.matcher(epoch.textValue()).matches()) {
            throw FrameReader.invalid("/resume/epoch must be the epoch of an earlier welcome");
        }
        return new Cursor(epoch.textValue(), offset);
    }

    /** Returns the number of the last frame that the client has; without one it has none. */
    private static long offset(JsonNode offset) {
        if (offset.isMissingNode() || offset.isNull()) {
            return 0;
        }
        double number = offset.doubleValue();
        if (!offset.isNumber() || number != Math.rint(number) || !(number >= 0 && number <= LARGEST)) {
            throw FrameReader.invalid("/resume/offset must be a whole number from 0 to " + LARGEST);
        }
        return offset.longValue();
    }

    /** Returns the notifications that the client shows. Malformed ids cannot belong to the service and are omitted. */
    static List<NotificationId> shown(JsonNode hello) {
        return each(hello, "shown", id -> {
            if (!id.isTextual()) {
                throw FrameReader.invalid("/shown must be a list of ids");
            }
            return NotificationId.isWellFormed(id.textValue()) ? new NotificationId(id.textValue()) : null;
        });
    }

    /** Returns the acks made while there was no connection. Malformed ids are omitted, as for those shown. */
    static List<Ack> acks(JsonNode hello) {
        return each(hello, "acks", ack -> {
            if (!ack.isObject()) {
                throw FrameReader.invalid("/acks must be a list of {\"id\":…,\"kind\":…}");
            }
            AckKind kind = FrameReader.ackKind(ack);
            JsonNode id = ack.path("id");
            if (!id.isTextual()) {
                throw FrameReader.invalid("/acks must be a list of {\"id\":…,\"kind\":…}");
            }
            return NotificationId.isWellFormed(id.textValue())
                    ? new Ack(new NotificationId(id.textValue()), kind)
                    : null;
        });
    }

    private static <T> List<T> each(JsonNode hello, String field, Function<JsonNode, @Nullable T> reader) {
        JsonNode list = hello.path(field);
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        if (!list.isArray() || list.size() > MOST) {
            throw FrameReader.invalid("/" + field + " must be a list of at most " + MOST);
        }
        List<T> read = new ArrayList<>(list.size());
        for (JsonNode item : list) {
            T value = reader.apply(item);
            if (value != null) {
                read.add(value);
            }
        }
        return read;
    }
}
