package dev.oneping.rules.chance;

import java.util.List;
import java.util.Locale;

/**
 * An observable property of a device or its user, with a small number of values. Weights are looked up by the values'
 * numbers; {@code priors.yaml} names them by their labels.
 */
public enum Feature {
    /** The kind of device. {@code shared} stands for a television and any device declared as shared. */
    KIND("%s", "computer", "phone", "tablet", "watch", "shared", "other"),
    /** The view on the app; {@code online} if a session reports none, {@code push} without a session. */
    VIEW("%s", "focused", "visible", "hidden", "locked", "online", "push"),
    /** The age of the last input on the device, or of the last use of the app on it. */
    AGE("used %s ago", Labels.AGES),
    /** The age of the user's last input on any other device that is not shared. */
    ELSEWHERE("another device used %s ago", Labels.AGES),
    /** The user's local hour. */
    HOUR("at %s h", Labels.HOURS),
    /** The activity on the device. */
    BUSY("%s", "none", "typing", "call", "presenting"),
    /** Earlier rings of this notification on the device, by number and by the age of the last one. */
    FAILED(
            "rang here: %s",
            "never", "once_1m", "once_5m", "once_30m", "once_older", "more_1m", "more_5m", "more_30m", "more_older"),
    /** The presumed probability that the user is asleep, in tenths. */
    ASLEEP("asleep %s %%", "0", "10", "20", "30", "40", "50", "60", "70", "80", "90"),
    /** The learned share of answers on the device at this hour, by its upper bound in percent. */
    ANSWERS("answers here below %s %%", "10", "30", "60", "100", "unknown"),
    /** The battery. */
    BATTERY("battery %s", "low", "fine", "charging", "unknown"),
    /** The do-not-disturb mode of the device. */
    DND("do-not-disturb %s", "off", "on", "unknown"),
    /** The age of the user's last input on any device that is not shared. */
    IDLE("no input for %s", "5m", "30m", "1h", "2h", "3h", "4h", "5h", "6h", "8h", "10h", "14h", "older", "unknown"),
    /** The user's quiet hours: within, outside, or not set. */
    QUIET("quiet hours %s", "in", "out", "unset");

    private static final int COUNT = values().length;

    private final List<String> labels;
    private final String phrase;

    Feature(String phrase, String... labels) {
        this.phrase = phrase;
        this.labels = List.of(labels);
    }

    /** Creates a vector of values that are all the first one. */
    public static int[] vector() {
        return new int[COUNT];
    }

    /** The name in {@code priors.yaml}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The names of the values, in order. */
    public List<String> labels() {
        return labels;
    }

    /** The number of the value with that name; -1 if there is none. */
    public int value(String label) {
        return labels.indexOf(label);
    }

    /** The value in words for explanations; empty for one that says nothing. */
    String words(int value) {
        String label = labels.get(value);
        if (label.equals("unknown") || label.equals("none") || label.equals("unset")) {
            return "";
        }
        boolean age = this == AGE || this == ELSEWHERE || this == IDLE;
        String said = !age
                ? label.replace("_", ", ")
                : label.equals("older") ? "more than " + labels.get(labels.size() - 3) : "up to " + label;
        return phrase.formatted(said);
    }

    /** Labels that several features share. */
    private static final class Labels {
        static final String[] AGES = {"10s", "30s", "1m", "2m", "5m", "15m", "1h", "4h", "12h", "older", "unknown"};
        static final String[] HOURS = hours();

        private static String[] hours() {
            String[] hours = new String[25];
            for (int hour = 0; hour < 24; hour++) {
                hours[hour] = Integer.toString(hour);
            }
            hours[24] = "unknown";
            return hours;
        }
    }
}
