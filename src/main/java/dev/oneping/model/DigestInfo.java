package dev.oneping.model;

import static com.fasterxml.jackson.annotation.JsonFormat.Feature.READ_DATE_TIMESTAMPS_AS_NANOSECONDS;
import static com.fasterxml.jackson.annotation.JsonFormat.Feature.WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Instant;
import java.util.List;

/**
 * That a notification stands for others of its kind that were gathered with it.
 *
 * @param rule   the rule that gathers
 * @param until  when they are shown; as JSON in milliseconds, for a Lua script writes it
 * @param count  how many they are, this one among them
 * @param titles the titles of the last ones, at most {@link #MOST_TITLES}, oldest first
 */
public record DigestInfo(
        String rule,

        @JsonFormat(
                shape = JsonFormat.Shape.NUMBER,
                without = {READ_DATE_TIMESTAMPS_AS_NANOSECONDS, WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS})
        Instant until,

        int count,
        List<String> titles) {

    /** More are counted, but not listed. */
    public static final int MOST_TITLES = 20;

    public DigestInfo {
        titles = List.copyOf(titles);
    }

    /** Without the titles: what is shown to people must not reach a log. */
    @Override
    public String toString() {
        return "Gathering[" + rule + ", " + until + ", " + count + "]";
    }
}
