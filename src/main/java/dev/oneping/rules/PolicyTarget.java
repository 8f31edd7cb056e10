package dev.oneping.rules;

import java.util.Set;

/** Whom a step of a policy asks. What that is at a moment is found out when the step begins, never before. */
public sealed interface PolicyTarget {

    /** Whom it asks of the person's devices. */
    sealed interface OfDevices extends PolicyTarget {

        /** Whether a device can be meant. */
        Truth admits(DeviceFacts device);
    }

    /** The device that most likely has the person's attention. */
    record AttentiveDevice() implements OfDevices {
        @Override
        public Truth admits(DeviceFacts device) {
            return Truth.TRUE;
        }
    }

    /** The best of those that were not asked in this round, also when the step repeats. */
    record NextDevice() implements OfDevices {
        @Override
        public Truth admits(DeviceFacts device) {
            return Truth.TRUE;
        }
    }

    /** The best device of one of these platforms, for example {@code ios}. */
    record OnPlatform(Set<String> platforms) implements OfDevices {
        public OnPlatform {
            platforms = Set.copyOf(platforms);
        }

        @Override
        public Truth admits(DeviceFacts device) {
            return device.platform() == null ? Truth.UNKNOWN : Truth.of(platforms.contains(device.platform()));
        }
    }

    /** The best device of a kind. */
    record OfKind(DeviceKind kind) implements OfDevices {
        @Override
        public Truth admits(DeviceFacts device) {
            DeviceKind known = DeviceKind.of(device);
            return known == null ? Truth.UNKNOWN : Truth.of(known == kind);
        }
    }

    /**
     * The best of the devices that have a push address and no session, and were not pushed to in this round, also when the
     * step repeats; where there is none, the person's address on an app's own channel {@code push}.
     */
    record Push() implements PolicyTarget {}

    /** A channel by its name; the step is passed over where the person has no address on it. */
    record Channel(String name) implements PolicyTarget {}

    /** Everybody else in the group; the step is passed over where it went to one person, or to all of the group at once. */
    record Everyone() implements PolicyTarget {}
}
