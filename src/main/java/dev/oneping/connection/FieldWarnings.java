package dev.oneping.connection;

import dev.oneping.connection.frame.ClientFrame.IgnoredField;
import dev.oneping.connection.frame.FrameWriter;
import dev.oneping.connection.frame.ServerFrame;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The warnings of one session: one per field, however often it is invalid. The protocol's fields bound their number. */
final class FieldWarnings {

    /** The position within a list; a list is one observation. */
    private static final Pattern ITEM = Pattern.compile("/\\d+$");

    private final Set<String> named = new HashSet<>();

    /** Returns the frames for fields that were not named before. */
    List<String> of(List<IgnoredField> odd) {
        return odd.stream()
                .filter(field -> named.add(ITEM.matcher(field.field()).replaceFirst("")))
                .map(field -> FrameWriter.write(new ServerFrame.Warning(field.field() + " " + field.rule())))
                .toList();
    }
}
