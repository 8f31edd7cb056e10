package dev.oneping.events;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.oneping.redis.Shard;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * The id of an event: {@code evt_}, the position in its shard's log in fixed-width hex, and the shard. It sorts by
 * time and encodes the event's position.
 *
 * @param value the whole id
 */
public record EventId(@JsonValue String value) {

    private static final Pattern FORM = Pattern.compile("evt_[0-9a-f]{21}");
    private static final int PREFIX = 4;
    private static final int DIGITS = 21;
    private static final long LATEST = 0xffff_ffff_ffffL;

    /** The id of the entry {@code millis-sequence} in a shard's log. */
    static EventId of(Shard shard, long millis, long sequence) {
        char[] id = "evt_".concat("0".repeat(DIGITS)).toCharArray();
        hex(id, PREFIX + 12, millis);
        hex(id, PREFIX + 18, sequence);
        hex(id, PREFIX + 21, shard.number());
        return new EventId(new String(id));
    }

    /** Writes digits before an end. A formatter takes ten times as long, and a feed reads thousands of events to find a rare one. */
    private static void hex(char[] id, int end, long number) {
        int at = end;
        for (long rest = number; rest != 0; rest >>>= 4) {
            at--;
            id[at] = Character.forDigit((int) (rest & 0xf), 16);
        }
    }

    /** Returns a cursor after all events of that time and before all later ones. There is no such event. */
    public static EventId afterAllOf(Instant time) {
        long millis = Math.clamp(time.getEpochSecond(), 0, LATEST / 1000 - 1) * 1000 + time.getNano() / 1_000_000 + 1;
        return of(new Shard(0), millis, 0);
    }

    /** Returns whether a text has the form of an id. The event need not exist. */
    public static boolean isWellFormed(String text) {
        return FORM.matcher(text).matches();
    }

    /** Returns the time in an id of that form. */
    public static Instant timeOf(String text) {
        return Instant.ofEpochMilli(Long.parseLong(text, PREFIX, PREFIX + 12, 16));
    }

    /** The shard whose log contains the event. */
    public Shard shard() {
        return new Shard(Integer.parseInt(value, PREFIX + 18, PREFIX + 21, 16));
    }

    /** The position in that log, {@code millis-sequence}. */
    public String position() {
        long millis = Long.parseLong(value, PREFIX, PREFIX + 12, 16);
        return millis + "-" + Long.parseLong(value, PREFIX + 12, PREFIX + 18, 16);
    }

    /** Returns whether the event comes before another one in the order of ids. */
    boolean isBefore(EventId other) {
        return value.compareTo(other.value) < 0;
    }

    @Override
    public String toString() {
        return value;
    }
}
