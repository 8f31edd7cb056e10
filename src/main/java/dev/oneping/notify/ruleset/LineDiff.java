package dev.oneping.notify.ruleset;

import com.github.difflib.DiffUtils;
import com.github.difflib.algorithm.myers.MeyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.DeltaType;
import java.util.ArrayList;
import java.util.List;

/**
 * A line-by-line diff of two texts: removed lines begin with {@code -}, new ones with {@code +}, unchanged ones with a
 * blank.
 */
final class LineDiff {

    /** The most pairs of lines that are compared; beyond, all old lines are removed and all new ones added. */
    private static final long MAX_PAIRS = 16_000_000;

    private final StringBuilder text = new StringBuilder();

    /** The new lines, which follow all removed ones of the same place. */
    private final List<String> added = new ArrayList<>();

    private LineDiff() {}

    static String of(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> now = after.lines().toList();
        LineDiff diff = new LineDiff();
        if ((long) old.size() * now.size() > MAX_PAIRS) {
            diff.write('-', old);
            diff.write('+', now);
        } else {
            DiffUtils.diff(old, now, new MeyersDiffWithLinearSpace<>(), null, true)
                    .getDeltas()
                    .forEach(diff::add);
            diff.write('+', diff.added);
        }
        return diff.text.toString();
    }

    private void add(AbstractDelta<String> part) {
        if (part.getType() == DeltaType.EQUAL) {
            write('+', added);
            added.clear();
            write(' ', part.getSource().getLines());
        } else {
            write('-', part.getSource().getLines());
            added.addAll(part.getTarget().getLines());
        }
    }

    private void write(char mark, List<String> lines) {
        lines.forEach(line -> text.append(mark).append(line).append('\n'));
    }
}
