package dev.oneping.notify.ruleset;

import java.util.ArrayList;
import java.util.List;

/**
 * A line-by-line diff of two texts: removed lines begin with {@code -}, new ones with {@code +}, unchanged ones with a
 * blank.
 */
final class LineDiff {

    /** The largest table that is computed; beyond it, all old lines are removed and all new ones added. */
    private static final long MAX_CELLS = 16_000_000;

    private final List<String> before;
    private final List<String> after;

    private LineDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    static String of(String before, String after) {
        LineDiff diff = new LineDiff(before.lines().toList(), after.lines().toList());
        return String.join("\n", diff.lines()) + "\n";
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        if ((long) before.size() * after.size() > MAX_CELLS) {
            before.forEach(line -> lines.add("-" + line));
            after.forEach(line -> lines.add("+" + line));
            return lines;
        }
        int[][] common = common();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                lines.add(" " + before.get(i++));
                j++;
            } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
                lines.add("-" + before.get(i++));
            } else {
                lines.add("+" + after.get(j++));
            }
        }
        return lines;
    }

    /** Returns the length of the longest common subsequence from each pair of positions on. */
    private int[][] common() {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
