package dev.oneping.signal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.events.HeaderEncoding;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import dev.oneping.problem.json.StrictTree;
import dev.oneping.text.CodePoints;
import dev.oneping.text.Rfc3339;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses a signal in any of its forms: form data, a flat JSON object, or a CloudEvent, structured or binary. Names that
 * begin with an underscore are reserved by the protocol; of these, {@code _domain} and {@code _type} (or {@code _name})
 * are required.
 */
@Singleton
class SignalReader {

    private static final int MAX_BODY = 64 * 1024;
    private static final int MAX_ATTRIBUTES = 100;
    private static final int MAX_NAME = 256;
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern EID = Pattern.compile("[!-~]{1,128}");
    private static final Set<String> KNOWN =
            Set.of("_domain", "_type", "_name", "_timestamp", "_async", "_epl", "_epi", "_eid", "_rids");
    private static final String FORMS =
            "application/x-www-form-urlencoded, application/json, application/cloudevents+json";

    private final StrictTree strict;

    SignalReader(StrictTree strict) {
        this.strict = strict;
    }

    /**
     * Parses a body.
     *
     * @param header returns a header of the request, or null
     * @throws Problem if the signal is invalid
     */
    Signal read(Function<String, @Nullable String> header, byte[] body) {
        if (body.length > MAX_BODY) {
            throw Problem.of(ProblemType.BODY_TOO_LARGE, "A signal may have " + MAX_BODY + " bytes at most.");
        }
        String full = String.valueOf(header.apply("Content-Type"));
        String type = full.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        boolean binary = header.apply("ce-specversion") != null;
        return switch (type) {
            case "application/x-www-form-urlencoded" -> evented(form(new String(body, StandardCharsets.UTF_8)));
            case "application/json" ->
                binary
                        ? cloudEvent(name -> decoded(header.apply("ce-" + name)), tree(body))
                        : evented(flat(tree(body), ""));
            case "application/cloudevents+json" -> {
                JsonNode event = tree(body);
                yield cloudEvent(
                        name -> event.path(name).isTextual() ? event.path(name).asText() : null, event.path("data"));
            }
            default ->
                throw Problem.of(
                                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                                "A signal must be one of " + FORMS + ", not " + full + ".")
                        .with("Accept-Post", FORMS);
        };
    }

    private JsonNode tree(byte[] body) {
        return strict.read(body, JsonNode.class);
    }

    private static Map<String, List<String>> form(String body) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String pair : body.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                all.computeIfAbsent(name, ignored -> new ArrayList<>())
                        .add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return all;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(
                    Violation.at("", Violation.NOT_ALLOWED, "The form contains an invalid percent escape."));
        }
    }

    private static @Nullable String decoded(@Nullable String header) {
        try {
            return header == null ? null : HeaderEncoding.decode(header);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(
                    Violation.at("", Violation.NOT_ALLOWED, "A header contains an invalid percent escape."));
        }
    }

    private static Map<String, List<String>> flat(JsonNode object, String where) {
        if (!object.isObject()) {
            throw Problem.invalid(Violation.at(where, Violation.WRONG_TYPE, "A signal must be a flat JSON object."));
        }
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            List<String> values = new ArrayList<>();
            JsonNode value = member.getValue();
            (value.isArray() ? value : List.of(value)).forEach(one -> {
                if (one.isContainerNode()) {
                    throw Problem.invalid(Violation.at(
                            where + "/" + member.getKey(),
                            Violation.WRONG_TYPE,
                            "An attribute must be a string or a list of strings."));
                }
                if (!one.isNull()) {
                    values.add(one.asText());
                }
            });
            if (!values.isEmpty()) {
                all.put(member.getKey(), values);
            }
        }
        return all;
    }

    /** Parses a CloudEvent. The last segment of its type is the signal's type, the one before it the domain. */
    private static Signal cloudEvent(Function<String, @Nullable String> attribute, JsonNode data) {
        if (!"1.0".equals(attribute.apply("specversion"))) {
            throw Problem.invalid(Violation.at("/specversion", Violation.NOT_ALLOWED, "'specversion' must be '1.0'."));
        }
        String type = String.valueOf(attribute.apply("type"));
        String[] words = type.split("\\.");
        if (words.length < 2) {
            throw Problem.invalid(Violation.at(
                    "/type",
                    Violation.NOT_ALLOWED,
                    "'type' must end with a domain and a type, like 'com.example.build.failed'."));
        }
        Map<String, List<String>> all =
                data.isMissingNode() || data.isNull() ? new LinkedHashMap<>() : flat(data, "/data");
        all.keySet().removeIf(name -> name.startsWith("_"));
        all.put("_domain", List.of(words[words.length - 2]));
        all.put("_type", List.of(words[words.length - 1]));
        Optional.ofNullable(attribute.apply("id")).ifPresent(id -> all.put("_eid", List.of(id)));
        Optional.ofNullable(attribute.apply("time")).ifPresent(time -> all.put("_timestamp", List.of(time)));
        return evented(all);
    }

    private static Signal evented(Map<String, List<String>> all) {
        List<Violation> errors = new ArrayList<>();
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        all.forEach((name, values) -> {
            if (!name.startsWith("_") && !name.equals("eid")) {
                attributes.put(name, List.copyOf(values));
            } else if (name.startsWith("_") && !KNOWN.contains(name)) {
                errors.add(Violation.at(
                        "/" + name,
                        Violation.UNKNOWN_FIELD,
                        "'" + name + "' is unknown; names that begin with _ are reserved."));
            }
            if (CodePoints.count(name) > MAX_NAME) {
                errors.add(Violation.at(
                        "/" + CodePoints.first(name, MAX_NAME),
                        Violation.NOT_ALLOWED,
                        "A name may have at most 256 characters."));
            }
        });
        if (attributes.size() > MAX_ATTRIBUTES) {
            errors.add(Violation.at("", Violation.NOT_ALLOWED, "A signal may have at most 100 attributes."));
        }
        String domain = word(all, errors, "_domain", "_domain");
        String type = word(all, errors, "_type", "_name");
        String eid = Optional.ofNullable(first(all, "_eid")).orElse(first(all, "eid"));
        if (eid != null && !EID.matcher(eid).matches()) {
            errors.add(
                    Violation.at("/_eid", Violation.NOT_ALLOWED, "'_eid' must be 1 to 128 visible ASCII characters."));
        }
        Instant happened = time(first(all, "_timestamp"), errors);
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        boolean async = "true".equals(first(all, "_async"));
        return new Signal(domain, type, "none".equals(eid) ? null : eid, happened, attributes, async);
    }

    private static @Nullable Instant time(@Nullable String text, List<Violation> errors) {
        if (text == null) {
            return null;
        }
        Optional<Instant> read = Rfc3339.parse(text);
        if (read.isEmpty()) {
            errors.add(Violation.at(
                    "/_timestamp",
                    Violation.NOT_ALLOWED,
                    "'_timestamp' must be a time by RFC 3339, like 2026-11-23T20:15:00Z."));
        }
        return read.orElse(null);
    }

    private static String word(Map<String, List<String>> all, List<Violation> errors, String name, String synonym) {
        String value = first(all, name) == null ? first(all, synonym) : first(all, name);
        if (value == null) {
            errors.add(Violation.at("/" + name, Violation.REQUIRED, "A signal requires '" + name + "'."));
        } else if (!WORD.matcher(value).matches()) {
            errors.add(Violation.at(
                    "/" + name,
                    Violation.NOT_ALLOWED,
                    "'" + name + "' must be 1 to 64 characters from A-Z a-z 0-9 _ . -"));
        }
        return String.valueOf(value);
    }

    private static @Nullable String first(Map<String, List<String>> all, String name) {
        List<String> values = all.get(name);
        return values == null ? null : values.getFirst();
    }
}
