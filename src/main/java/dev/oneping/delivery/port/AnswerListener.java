package dev.oneping.delivery.port;

import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;
import org.jspecify.annotations.Nullable;

/**
 * The port by which other features learn of a user's answers. Implemented by the notify feature. It is called while an
 * ack is processed, so it must be quick; nothing may depend on it alone, because a call can be lost.
 */
@FunctionalInterface
public interface AnswerListener {

    /**
     * Reports that the user answered.
     *
     * @param by    the device on which the user answered
     * @param asked the device that was asked at that moment; null if none was
     */
    void answered(UserRef user, DeviceId by, @Nullable DeviceId asked);
}
