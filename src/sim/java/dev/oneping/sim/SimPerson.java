package dev.oneping.sim;

import java.util.List;

/** A simulated person with devices and habits. */
record SimPerson(long seed, int number, List<SimDevice> devices, Habits habits) {

    SimPerson {
        devices = List.copyOf(devices);
    }

    String id() {
        return "p" + number;
    }

    /** The first device of the kind; -1 if there is none. */
    int first(SimKind kind) {
        return devices.stream()
                .filter(device -> device.kind() == kind)
                .mapToInt(SimDevice::index)
                .findFirst()
                .orElse(-1);
    }

    /** A fixed draw about this person. */
    double draw(long... key) {
        return Dice.of(seed, number, Dice.seed(key));
    }
}
