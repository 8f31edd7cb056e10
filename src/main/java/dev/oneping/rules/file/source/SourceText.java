package dev.oneping.rules.file.source;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file, with its name in messages.
 *
 * @param name  the name in messages
 * @param text  the whole text
 * @param lines its lines, without line terminators
 */
public record SourceText(String name, String text, List<String> lines) {

    /** The maximum file size: far more than anybody writes, and a bound for all further processing. */
    public static final int MAX_BYTES = 256 * 1024;

    public SourceText(String name, String text) {
        this(name, text, text.lines().toList());
    }

    /**
     * Decodes a file.
     *
     * @throws RuleFileException if it is too long or not UTF-8
     */
    public static SourceText of(String name, byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            String message = "the file has %d bytes; at most %d are allowed".formatted(bytes.length, MAX_BYTES);
            throw new RuleFileException(List.of(new SourceText(name, "").problem(Position.START, message, null)));
        }
        CharsetDecoder strict = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer decoded = CharBuffer.allocate(bytes.length);
        CoderResult result = strict.decode(ByteBuffer.wrap(bytes), decoded, true);
        SourceText source =
                new SourceText(name, withoutByteOrderMark(decoded.flip().toString()));
        if (result.isError()) {
            throw new RuleFileException(
                    List.of(source.problem(source.end(), "invalid UTF-8 from here on", "save the file as UTF-8")));
        }
        return source;
    }

    RuleProblem problem(Position at, String message, @Nullable String hint) {
        String line = at.line() <= lines.size() ? lines.get(at.line() - 1) : "";
        return new RuleProblem(name, at.line(), at.column(), message, line, hint);
    }

    /** The position after the last character. */
    Position end() {
        if (lines.isEmpty()) {
            return Position.START;
        }
        if (text.endsWith("\n")) {
            return new Position(lines.size() + 1, 1);
        }
        String last = lines.getLast();
        return new Position(lines.size(), last.codePointCount(0, last.length()) + 1);
    }

    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
