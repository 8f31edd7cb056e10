package dev.oneping.connection.grip;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code Grip-Last: channel; last-id=id}: the last item that a proxy has brought to its client, by channel. */
final class GripLast {

    private static final Pattern ONE = Pattern.compile("\\s*([^;,\\s]+)\\s*;\\s*last-id=\"?([^\",;\\s]+)\"?\\s*");

    private GripLast() {}

    /** Parses the header's values; ignores malformed ones. */
    static Map<String, String> of(Collection<String> values) {
        Map<String, String> last = new HashMap<>();
        for (String value : values) {
            for (String part : value.split(",")) {
                Matcher one = ONE.matcher(part);
                if (one.matches()) {
                    last.put(one.group(1), one.group(2));
                }
            }
        }
        return last;
    }
}
