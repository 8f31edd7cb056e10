package dev.oneping.problem.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.oneping.problem.DidYouMean;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.RequestConfig;
import dev.oneping.problem.Violation;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Converts a JSON error reported by Jackson into a problem for the caller: the location, the expected value and the
 * remedy. Jackson's own messages name our classes, so none of them is passed on whole.
 */
final class JsonFault {

    private static final Pattern UNEXPECTED =
            Pattern.compile("^(?:Unexpected character \\('|Unrecognized token ')(.{1,20}?)'");
    private static final Pattern TWICE = Pattern.compile("^Duplicate field '(.{1,64}?)'");

    private JsonFault() {}

    static Problem of(JsonProcessingException fault, RequestConfig limits) {
        String pointer = fault instanceof JsonMappingException mapping ? JsonPointers.of(mapping.getPath()) : "";
        return switch (innermost(fault)) {
            case UnrecognizedPropertyException unknown -> unknownField(pointer, unknown);
            case ValueInstantiationException refused -> ConstraintMessages.refusal(pointer, refused.getCause());
            case InputCoercionException number -> wrongType(pointer, number.getTargetType());
            case InvalidNullException ignored ->
                Problem.invalid(Violation.at(
                        pointer, Violation.WRONG_TYPE, "'" + pointer.substring(1) + "' must not be null."));
            case MismatchedInputException mismatch -> mismatch(pointer, mismatch);
            case StreamConstraintsException tooMuch -> malformed(limit(tooMuch.getOriginalMessage(), limits), tooMuch);
            case StreamReadException syntax -> malformed(syntax(syntax), syntax);
            default -> Problem.invalid(Violation.at(pointer, Violation.NOT_ALLOWED, "This value cannot be read."));
        };
    }

    /** Unwraps an error: Jackson wraps a syntax error once for each enclosing object. */
    private static JsonProcessingException innermost(JsonProcessingException fault) {
        JsonProcessingException inner = fault;
        while (inner.getCause() instanceof JsonProcessingException cause) {
            inner = cause;
        }
        return inner;
    }

    private static Problem unknownField(String pointer, UnrecognizedPropertyException unknown) {
        List<String> known = unknown.getKnownPropertyIds() == null
                ? List.of()
                : unknown.getKnownPropertyIds().stream()
                        .map(Objects::toString)
                        .sorted()
                        .toList();
        String hint = DidYouMean.of(unknown.getPropertyName(), known)
                .map(name -> "Did you mean '" + name + "'?")
                .orElse("The fields are " + String.join(", ", known) + ".");
        return Problem.invalid(Violation.at(
                pointer, Violation.UNKNOWN_FIELD, "There is no field '" + unknown.getPropertyName() + "'. " + hint));
    }

    private static Problem mismatch(String pointer, MismatchedInputException mismatch) {
        if (mismatch.getOriginalMessage().startsWith("Trailing token")) {
            return malformed("there is content after the JSON value", mismatch);
        } else if (mismatch.getOriginalMessage().startsWith("Missing required creator property")) {
            return Problem.invalid(
                    Violation.at(pointer, Violation.REQUIRED, "'" + pointer.substring(1) + "' is required."));
        }
        return wrongType(pointer, mismatch.getTargetType());
    }

    private static Problem wrongType(String pointer, Class<?> expected) {
        String name = pointer.isEmpty() ? "The body" : "'" + pointer.substring(1) + "'";
        return Problem.invalid(
                Violation.at(pointer, Violation.WRONG_TYPE, name + " must be " + TypeDescriptions.of(expected) + "."));
    }

    private static Problem malformed(String what, JsonProcessingException fault) {
        JsonLocation place = fault.getLocation();
        String where = place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
        return Problem.of(ProblemType.MALFORMED_JSON, "Not well-formed: " + what + where + ".");
    }

    private static String syntax(StreamReadException syntax) {
        String message = String.valueOf(syntax.getOriginalMessage());
        Matcher unexpected = UNEXPECTED.matcher(message);
        Matcher twice = TWICE.matcher(message);
        if (syntax instanceof JsonEOFException) {
            return "the JSON ends before it is complete";
        } else if (message.startsWith("Invalid UTF-8")) {
            return "the body is not valid UTF-8";
        } else if (twice.find()) {
            return "the field '" + twice.group(1) + "' is repeated";
        }
        return unexpected.find() ? "unexpected '" + unexpected.group(1) + "'" : "this is not JSON";
    }

    private static String limit(String message, RequestConfig limits) {
        if (message.startsWith("Document nesting")) {
            return "the JSON is nested deeper than " + limits.maxNesting() + " levels";
        } else if (message.startsWith("String")) {
            return "a string has more than " + limits.maxText() + " characters";
        }
        return "a number or a name is too long";
    }
}
