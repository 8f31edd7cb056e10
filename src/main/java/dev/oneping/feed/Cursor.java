package dev.oneping.feed;

import dev.oneping.events.EventId;
import dev.oneping.redis.Shard;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A reader's progress: a position in each shard's log. Opaque to callers: base64url of the time of issue, the shard
 * number, the milliseconds and the sequence of each, as variable-length numbers, the times counted from the earliest.
 *
 * @param positions the last entry read, by shard number; a missing shard was never read
 * @param issued    the time of issue in whole seconds; a reader that returns after the retention may have missed events
 */
record Cursor(Map<Integer, Position> positions, Instant issued) {

    /** The cursor before the first event. */
    static final Cursor START = new Cursor(Map.of(), Instant.EPOCH);

    private static final byte FORMAT = 2;

    /** More entries than a shard can append within a millisecond. */
    private static final long MAX_IN_A_MILLISECOND = 1 << 20;

    /** Copies the positions, in the order of the shards. */
    Cursor {
        positions = Map.copyOf(positions);
        issued = issued.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Returns the cursor before the first event of these shards that was written at that time or later. */
    static Cursor since(Instant time, List<Shard> shards, Instant now) {
        Position before = new Position(Math.max(0, time.toEpochMilli() - 1), MAX_IN_A_MILLISECOND);
        return new Cursor(shards.stream().collect(Collectors.toMap(Shard::number, shard -> before)), now);
    }

    /** Returns the cursor after this event. */
    Cursor past(EventId event) {
        Map<Integer, Position> further = new TreeMap<>(positions);
        further.put(event.shard().number(), Position.parse(event.position()));
        return new Cursor(
                further,
                issued.equals(Instant.EPOCH)
                        ? further.get(event.shard().number()).at()
                        : issued);
    }

    /** Returns the position from which to resume in a shard. */
    Position in(Shard shard) {
        return positions.getOrDefault(shard.number(), Position.START);
    }

    /** Encodes the cursor for the reader. */
    String encode() {
        long earliest =
                positions.values().stream().mapToLong(Position::millis).min().orElse(0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(16 + positions.size() * 6);
        bytes.write(FORMAT);
        put(bytes, issued.getEpochSecond());
        put(bytes, earliest);
        new TreeMap<>(positions).forEach((shard, position) -> {
            put(bytes, shard);
            put(bytes, position.millis() - earliest);
            put(bytes, position.sequence());
        });
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /** Decodes the form of {@link #encode}; empty for any other text. */
    static Optional<Cursor> decode(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.get() != FORMAT) {
                return Optional.empty();
            }
            Instant issued = Instant.ofEpochSecond(take(bytes));
            long earliest = take(bytes);
            Map<Integer, Position> positions = new TreeMap<>();
            while (bytes.hasRemaining()) {
                positions.put(
                        Math.toIntExact(take(bytes)), new Position(Math.addExact(earliest, take(bytes)), take(bytes)));
            }
            return Optional.of(new Cursor(positions, issued));
        } catch (IllegalArgumentException
                | java.nio.BufferUnderflowException
                | ArithmeticException
                | java.time.DateTimeException e) {
            return Optional.empty();
        }
    }

    private static void put(ByteArrayOutputStream bytes, long number) {
        long rest = number;
        while (rest > 127) {
            bytes.write((int) (rest & 127) | 128);
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    private static long take(ByteBuffer bytes) {
        long number = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            byte next = bytes.get();
            number |= (next & 127L) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number is too long");
    }

    /**
     * An entry of a stream.
     *
     * @param millis   its time
     * @param sequence its number among entries of the same time
     */
    record Position(long millis, long sequence) implements Comparable<Position> {

        static final Position START = new Position(0, 0);

        /** Rejects what Redis would reject. */
        Position {
            if (millis < 0 || sequence < 0) {
                throw new IllegalArgumentException("a position is not negative");
            }
        }

        static Position parse(String text) {
            int dash = text.indexOf('-');
            return new Position(Long.parseLong(text, 0, dash, 10), Long.parseLong(text, dash + 1, text.length(), 10));
        }

        /** Returns the time at which the entry was written. */
        Instant at() {
            return Instant.ofEpochMilli(millis);
        }

        @Override
        public int compareTo(Position other) {
            int byTime = Long.compare(millis, other.millis);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }

        @Override
        public String toString() {
            return millis + "-" + sequence;
        }
    }
}
