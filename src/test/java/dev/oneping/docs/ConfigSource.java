package dev.oneping.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@code @ConfigMapping} interface as its source shows it: keys, types, defaults and Javadoc. Reads formatted, compiling
 * code; Javadoc is not in class files, so reflection would not do.
 */
final class ConfigSource {

    private static final Pattern PREFIX = Pattern.compile("@ConfigMapping\\(prefix = \"([^\"]+)\"");
    private static final Pattern TYPE = Pattern.compile("^\\s*(?:public )?(?:interface|enum) (\\w+).*\\{$");
    private static final Pattern DEFAULT = Pattern.compile("@WithDefault\\((.+)\\)");
    private static final Pattern MEMBER = Pattern.compile("^\\s*([\\w.<>,@() ]+?) (\\w+)\\(\\);$");

    private final String prefix;
    private final String about;
    private final String root;
    private final Map<String, List<Member>> members = new LinkedHashMap<>();

    private ConfigSource(String prefix, String root, String source) {
        this.prefix = prefix;
        this.root = root;
        this.about = javadocBefore(source, source.indexOf("@ConfigMapping"));
        read(source);
    }

    /** One key with its type, its default, empty for none, and its documentation. */
    record Key(String name, String type, String byDefault, String about) {}

    private record Member(String name, String type, String byDefault, String about) {}

    /** Reads one file; empty where it declares no mapping. */
    static List<ConfigSource> read(Path file) {
        try {
            String source = Files.readString(file);
            Matcher found = PREFIX.matcher(source);
            String root = file.getFileName().toString().replace(".java", "");
            return found.find() ? List.of(new ConfigSource(found.group(1), root, source)) : List.of();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    String prefix() {
        return prefix;
    }

    String about() {
        return about;
    }

    List<Key> keys() {
        var keys = new ArrayList<Key>();
        collect(prefix, root, keys);
        return List.copyOf(keys);
    }

    private void collect(String path, String type, List<Key> keys) {
        for (Member member : members.getOrDefault(type, List.of())) {
            String name = path + "." + kebab(member.name());
            if (member.type().startsWith("Map<String, ")) {
                String value = member.type()
                        .substring("Map<String, ".length(), member.type().length() - 1);
                if (members.containsKey(value)) {
                    collect(name + ".<name>", value, keys);
                } else {
                    keys.add(new Key(name + ".<name>", value, "", member.about()));
                }
            } else if (members.containsKey(member.type())) {
                collect(name, member.type(), keys);
            } else {
                keys.add(new Key(name, plain(member.type()), member.byDefault(), member.about()));
            }
        }
    }

    private void read(String source) {
        Deque<String> types = new ArrayDeque<>();
        var doc = new StringBuilder();
        String byDefault = "";
        boolean inDoc = false;
        for (String line : source.split("\n")) {
            String text = line.strip();
            if (text.startsWith("/**")) {
                doc.setLength(0);
                inDoc = true;
            }
            if (inDoc) {
                doc.append(text.replaceAll("^/\\*\\*|\\*/$|^\\*(?!/)", "").strip())
                        .append(' ');
                inDoc = !text.endsWith("*/");
                continue;
            }
            Matcher type = TYPE.matcher(line);
            Matcher standard = DEFAULT.matcher(text);
            Matcher member = MEMBER.matcher(line);
            if (type.matches()) {
                types.push(type.group(1));
                if (line.contains("interface")) {
                    members.put(type.group(1), new ArrayList<>());
                }
            } else if (standard.find()) {
                byDefault = standard.group(1).replaceAll("^\"|\"$", "");
            } else if (member.matches() && !types.isEmpty() && members.containsKey(types.peek())) {
                members.get(types.peek())
                        .add(new Member(member.group(2), member.group(1).strip(), byDefault, clean(doc.toString())));
                byDefault = "";
                doc.setLength(0);
            } else if (text.equals("}") && !types.isEmpty()) {
                types.pop();
            }
        }
    }

    private static String javadocBefore(String source, int at) {
        int end = source.lastIndexOf("*/", at);
        int start = source.lastIndexOf("/**", end);
        return end < 0 || start < 0
                ? ""
                : clean(source.substring(start + 3, end).replaceAll("\\n\\s*\\*", " "));
    }

    private static String clean(String doc) {
        return doc.replaceAll("\\{@(?:code|link|linkplain) #?([^}]*)}", "`$1`")
                .replaceAll("</?[a-z]+>", " ")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String plain(String type) {
        String bare = type.replaceAll("@\\w+(\\([^)]*\\))? ?", "").strip();
        return bare.startsWith("Optional<") ? bare.substring("Optional<".length(), bare.length() - 1) : bare;
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
    }
}
