package dev.oneping.delivery;

import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;
import org.jspecify.annotations.Nullable;

/**
 * The port by which others learn that a person has answered. Implemented by the notify feature. It is called on the way of an
 * ack, so it must be quick; nothing may depend on it alone.
 */
@FunctionalInterface
public interface AnswerListener {

    /**
     * A person has answered.
     *
     * @param by    the device on which
     * @param asked the device that was asked at that moment; null where none was
     */
    void answered(UserRef user, DeviceId by, @Nullable DeviceId asked);
}
