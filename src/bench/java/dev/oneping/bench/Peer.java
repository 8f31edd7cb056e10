package dev.oneping.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A program that delivers notifications to connected devices, started for a comparison. */
interface Peer extends AutoCloseable {

    /** Returns the name under which it is reported. */
    String name();

    /** Returns how it is driven. */
    Protocol protocol();

    /** Returns its process, and then its Redis if it has one. */
    List<Watched> processes();

    /** Returns the port of its Redis; empty if it has none. */
    OptionalInt redisPort();

    /** Returns the password of its Redis; empty if it has none. */
    default Optional<String> redisPassword() {
        return Optional.empty();
    }

    /** Returns the bytes that it has allocated so far, as far as that is known. */
    default OptionalLong allocated() {
        return OptionalLong.empty();
    }

    /** Ends its processes and deletes its data. */
    @Override
    void close() throws IOException;
}
