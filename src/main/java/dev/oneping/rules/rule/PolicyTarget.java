package dev.oneping.rules.rule;

import dev.oneping.rules.expression.Truth;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.DeviceKind;
import java.util.Set;

/** The target of a policy step. It is resolved when the step starts, never earlier. */
public sealed interface PolicyTarget {

    /** A target among the user's devices. */
    sealed interface OfDevices extends PolicyTarget {

        /** Returns whether the target admits a device. */
        Truth admits(DeviceFacts device);
    }

    /** The device that most likely has the user's attention. */
    record AttentiveDevice() implements OfDevices {
        @Override
        public Truth admits(DeviceFacts device) {
            return Truth.TRUE;
        }
    }

    /** The best device not tried in this round, also when the step repeats. */
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
     * The best device with a push address, without a session and without a push in this round, also when the step
     * repeats; if there is none, the user's address on an app's own channel {@code push}.
     */
    record Push() implements PolicyTarget {}

    /** A channel by name; the step is skipped if the user has no address on it. */
    record Channel(String name) implements PolicyTarget {}

    /**
     * All other members of the group; the step is skipped for a single user, or if the whole group is notified
     * already.
     */
    record Everyone() implements PolicyTarget {}
}
