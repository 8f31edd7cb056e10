package dev.oneping.sim;

/**
 * A device of a simulated person.
 *
 * @param index      its place in the person's list
 * @param push       whether it has a push address
 * @param shared     whether other people use it too
 * @param seesSystem whether its client knows about input outside its own window, and about the lock
 * @param muted      whether its sound is off; hidden truth
 */
record SimDevice(int index, SimKind kind, boolean push, boolean shared, boolean seesSystem, boolean muted) {

    String id() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + (index == 0 ? "" : String.valueOf(index));
    }
}
