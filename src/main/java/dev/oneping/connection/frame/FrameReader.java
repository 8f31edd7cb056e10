package dev.oneping.connection.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.oneping.connection.frame.ClientFrame.IgnoredField;
import dev.oneping.connection.frame.ClientFrame.Malformed;
import dev.oneping.model.AckKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.presence.report.InvalidReportException;
import dev.oneping.presence.report.Report;
import dev.oneping.text.CodePoints;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Parses frames of devices: strict about known fields, lenient about unknown ones, which are ignored. A known field
 * that is missing or invalid is rejected by name.
 */
public final class FrameReader {

    /** The nesting limit; no frame of the protocol is deeper than four. */
    private static final int MAX_NESTING = 16;

    private static final Pattern PLATFORM = Pattern.compile("[a-z0-9_-]{1,32}");
    private static final char REPLACEMENT = '\uFFFD';
    private static final int QUOTED = 40;
    private static final int LONGEST_TOKEN = 8192;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // Of two values for one field the client meant one; readers differ in which.
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private FrameReader() {}

    /** Parses one frame; never throws, whatever the bytes. */
    public static ClientFrame read(byte[] message) {
        String text = new String(message, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0 && !isUtf8(message)) {
            return new Malformed(ErrorCode.INVALID_UTF8, "the frame is not UTF-8");
        }
        try {
            return frame(JSON.readTree(text));
        } catch (InvalidField bad) {
            return bad.frame();
        } catch (StreamConstraintsException tooDeep) {
            return new Malformed(
                    ErrorCode.MALFORMED_JSON,
                    "the frame is nested too deeply, or contains a number with too many digits");
        } catch (MismatchedInputException twice) {
            return new Malformed(ErrorCode.MALFORMED_JSON, "the frame is not one JSON value, or has a field twice");
        } catch (JsonProcessingException malformed) {
            return new Malformed(ErrorCode.MALFORMED_JSON, "the frame is not well-formed JSON");
        }
    }

    private static ClientFrame frame(JsonNode json) {
        if (!json.isObject()) {
            throw new InvalidField(ErrorCode.MALFORMED_JSON, "the frame must be a JSON object");
        }
        String type = text(json, "type");
        return switch (type) {
            case "hello" -> hello(json);
            case "report" -> report(json);
            case "ack" -> new ClientFrame.Ack(notification(json), ackKind(json));
            case "nack" -> new ClientFrame.Nack(notification(json));
            case "ring" -> new ClientFrame.Ring(notification(json));
            case "token" -> new ClientFrame.Token(token(json));
            case "watch" -> new ClientFrame.Watch(WatchRequestReader.read(json, ""));
            case "unwatch" -> new ClientFrame.Unwatch(WatchRequestReader.read(json, ""));
            case "follow" -> new ClientFrame.Follow(inbox(json));
            case "ping" -> new ClientFrame.Ping();
            case "bye" -> new ClientFrame.Bye();
            default -> throw new InvalidField(ErrorCode.UNKNOWN_FRAME_TYPE, "unknown frame type " + quoted(type));
        };
    }

    private static ClientFrame hello(JsonNode json) {
        String platform = text(json, "platform");
        if (!PLATFORM.matcher(platform).matches()) {
            throw invalid("/platform must be 1 to 32 of a-z 0-9 _ -");
        }
        JsonNode report = json.path("report");
        List<IgnoredField> odd = new ArrayList<>();
        return new ClientFrame.Hello(
                device(json),
                platform,
                report.isMissingNode() || report.isNull() ? Report.EMPTY : Report.read(report, into(odd, "/report")),
                HelloReader.resume(json),
                HelloReader.shown(json),
                HelloReader.acks(json),
                WatchRequestReader.ofHello(json),
                odd);
    }

    private static ClientFrame report(JsonNode json) {
        List<IgnoredField> odd = new ArrayList<>();
        Report report = Report.read(json, into(odd, ""));
        return new ClientFrame.Observed(report, odd);
    }

    private static Consumer<InvalidReportException> into(List<IgnoredField> odd, String place) {
        return bad -> odd.add(new IgnoredField(place + bad.pointer(), bad.detail()));
    }

    private static DeviceId device(JsonNode json) {
        String device = text(json, "device");
        try {
            return new DeviceId(device);
        } catch (IllegalArgumentException e) {
            throw invalid("/device must be 1 to 64 of A-Z a-z 0-9 _ . -");
        }
    }

    private static String token(JsonNode json) {
        String token = text(json, "token");
        if (token.isEmpty() || token.codePointCount(0, token.length()) > LONGEST_TOKEN) {
            throw invalid("/token must be 1 to " + LONGEST_TOKEN + " characters");
        }
        return token;
    }

    /** Reads a notification id. A malformed id is reported as unknown, like any that was never assigned. */
    static NotificationId notification(JsonNode json) {
        String id = text(json, "id");
        if (!NotificationId.isWellFormed(id)) {
            throw new InvalidField(ErrorCode.UNKNOWN_NOTIFICATION, "unknown notification " + quoted(id));
        }
        return new NotificationId(id);
    }

    static AckKind ackKind(JsonNode json) {
        String kind = text(json, "kind");
        for (AckKind known : AckKind.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(kind)) {
                return known;
            }
        }
        throw invalid("/kind must be one of received, seen, acted, dismissed");
    }

    private static boolean inbox(JsonNode json) {
        JsonNode inbox = json.path("inbox");
        if (inbox.isMissingNode() || inbox.isNull()) {
            throw invalid("/inbox is required");
        }
        if (!inbox.isBoolean()) {
            throw invalid("/inbox must be true or false");
        }
        return inbox.booleanValue();
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            throw invalid("/" + field + " is required");
        }
        if (!value.isTextual()) {
            throw invalid("/" + field + " must be a string");
        }
        return value.textValue();
    }

    static InvalidField invalid(String detail) {
        return new InvalidField(ErrorCode.INVALID_FIELD, detail);
    }

    private static String quoted(String text) {
        return "'" + CodePoints.first(text, QUOTED) + "'";
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
