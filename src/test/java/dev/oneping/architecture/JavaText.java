package dev.oneping.architecture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A Java file read without a compiler: its types, the lengths of its methods, its string literals and its type Javadocs.
 * Expects formatted code that compiles.
 */
final class JavaText {

    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|enum|record)\\s+(\\w+)");
    private static final Pattern NEW = Pattern.compile("\\bnew\\b[^;]*\\)\\s*$");
    private static final Pattern ENUM_CONSTANT =
            Pattern.compile("(?s)(?:^|.*,|.*\\s)\\s*[A-Z][A-Z0-9_]*\\s*(?:\\(.*\\))?\\s*$");
    private static final Pattern METHOD =
            Pattern.compile("(?s).*?(\\w+)\\s*\\([^{}]*\\)\\s*(?:throws\\s+[\\w.,\\s@]+)?$");
    private static final Pattern COMPACT = Pattern.compile("(?s)(?:.*\\s)?(\\w+)\\s*$");

    private static final Pattern JAVADOC = Pattern.compile("(?s)/\\*\\*(.*?)\\*/");
    private static final Pattern ANNOTATION =
            Pattern.compile("@(?!interface)[\\w.]+(?:\\((?:[^()]|\\((?:[^()]|\\([^()]*\\))*\\))*\\))?");

    private final String text;

    /** The text with comments, strings and characters blanked out; offsets are those of the text. */
    private final String code;

    JavaText(String text) {
        this.text = text;
        this.code = blankOut(text);
    }

    /** A method, constructor or initialiser: from its opening to its closing brace. */
    record Method(String name, int line, int lines) {}

    /** A type's name and its Javadoc. */
    record Doc(String type, String text) {}

    private enum Kind {
        TYPE,
        METHOD,
        OTHER
    }

    private record Block(Kind kind, String name, int line) {}

    String code() {
        return code;
    }

    /** The contents of the string literals and text blocks, as they are written. */
    List<String> strings() {
        var strings = new ArrayList<String>();
        int at = 0;
        while (at < text.length()) {
            int end = endOfWords(text, at);
            if (text.charAt(at) == '"') {
                int quotes = text.startsWith("\"\"\"", at) ? 3 : 1;
                strings.add(text.substring(at + quotes, Math.max(at + quotes, end - quotes)));
            }
            at = Math.max(end, at + 1);
        }
        return List.copyOf(strings);
    }

    /** The Javadoc of each documented type, on one line and without its frame. */
    List<Doc> typeDocs() {
        return JAVADOC.matcher(text)
                .results()
                .flatMap(found -> declared(found.end()).map(name -> new Doc(name, oneLine(found.group(1)))).stream())
                .toList();
    }

    private Optional<String> declared(int from) {
        String header = ANNOTATION.matcher(code.substring(from)).replaceAll(" ").split("[;{]", 2)[0];
        var type = TYPE.matcher(header.replaceFirst("(?s)[(=].*", ""));
        return type.find() ? Optional.of(type.group(1)) : Optional.empty();
    }

    private static String oneLine(String comment) {
        return comment.replaceAll("\\s*\\n\\s*\\*?\\s*", " ").strip();
    }

    /** The simple names of the types declared here, the inner ones too. */
    List<String> types() {
        return TYPE.matcher(code).results().map(found -> found.group(1)).toList();
    }

    List<Method> methods() {
        var methods = new ArrayList<Method>();
        Deque<Block> open = new ArrayDeque<>();
        int line = 1;
        int header = 0;
        for (int at = 0; at < code.length(); at++) {
            switch (code.charAt(at)) {
                case '\n' -> line++;
                case ';' -> header = at + 1;
                case '{' -> {
                    var enclosing =
                            open.isEmpty() ? Kind.OTHER : open.getFirst().kind();
                    open.addFirst(classify(code.substring(header, at), enclosing, line));
                    header = at + 1;
                }
                case '}' -> {
                    var block = open.removeFirst();
                    if (block.kind() == Kind.METHOD) {
                        methods.add(new Method(block.name(), block.line(), line - block.line() + 1));
                    }
                    header = at + 1;
                }
                default -> {
                    // Part of a header or a statement.
                }
            }
        }
        return List.copyOf(methods);
    }

    private static Block classify(String header, Kind enclosing, int line) {
        if (TYPE.matcher(header).find() || NEW.matcher(header).find()) {
            return new Block(Kind.TYPE, "", line);
        }
        if (enclosing != Kind.TYPE || isInsideParentheses(header) || isInitialValue(header)) {
            return new Block(Kind.OTHER, "", line);
        }
        if (ENUM_CONSTANT.matcher(header).matches()) {
            return new Block(Kind.TYPE, "", line);
        }
        var method = METHOD.matcher(header);
        if (method.matches()) {
            return new Block(Kind.METHOD, method.group(1), line);
        }
        var compact = COMPACT.matcher(header);
        return new Block(Kind.METHOD, compact.matches() ? compact.group(1) : "initialiser", line);
    }

    private static boolean isInsideParentheses(String header) {
        return header.chars().map(c -> c == '(' ? 1 : c == ')' ? -1 : 0).sum() > 0;
    }

    private static boolean isInitialValue(String header) {
        int depth = 0;
        for (int at = 0; at < header.length(); at++) {
            char c = header.charAt(at);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == '=' && depth <= 0) {
                return true;
            }
        }
        return false;
    }

    /** Replaces comments, strings and characters by spaces, and leaves the line ends. */
    private static String blankOut(String text) {
        var code = new StringBuilder(text);
        int at = 0;
        while (at < text.length()) {
            int end = endOfWords(text, at);
            for (int blank = at; blank < end; blank++) {
                code.setCharAt(blank, text.charAt(blank) == '\n' ? '\n' : ' ');
            }
            at = Math.max(end, at + 1);
        }
        return code.toString();
    }

    /** Where the comment, string or character that begins here ends; here, if none begins. */
    private static int endOfWords(String text, int at) {
        if (text.startsWith("//", at)) {
            return text.indexOf('\n', at);
        }
        if (text.startsWith("/*", at)) {
            return text.indexOf("*/", at) + 2;
        }
        for (var quote : List.of("\"\"\"", "\"", "'")) {
            if (text.startsWith(quote, at)) {
                return closing(quote, text, at + quote.length());
            }
        }
        return at;
    }

    private static int closing(String quote, String text, int from) {
        int at = from;
        while (at < text.length() && !text.startsWith(quote, at)) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at + quote.length(), text.length());
    }
}
