package dev.oneping.connection.frame;

import dev.oneping.model.NotificationId;

/**
 * Reads a few fields of a frame that {@link FrameWriter} has written, without parsing all of it: the writer puts type, id and
 * attempt first, and {@code ring} right before {@code ack_by}. The app's data stands before both, so the last match is
 * the frame's own.
 */
public final class WrittenFrame {

    private static final String NOTIFY = "{\"type\":\"notify\",\"id\":\"";
    private static final String RETRACT = "{\"type\":\"retract\",\"id\":\"";
    private static final String ATTEMPT = "\",\"attempt\":";
    private static final String LOUD = ",\"ring\":true";
    private static final String SILENT = ",\"ring\":false";
    private static final String ACK_BY = ",\"ack_by\":\"";

    private WrittenFrame() {}

    /** Returns whether it shows a notification. */
    public static boolean isNotify(String frame) {
        return frame.startsWith(NOTIFY);
    }

    /** Returns whether it removes a notification. */
    public static boolean isRetract(String frame) {
        return frame.startsWith(RETRACT);
    }

    /** Returns the notification of a frame that shows or removes one. */
    public static NotificationId notification(String frame) {
        int start = isNotify(frame) ? NOTIFY.length() : RETRACT.length();
        return new NotificationId(frame.substring(start, frame.indexOf('"', start)));
    }

    /** Returns the number of the attempt of a frame that shows a notification. */
    public static int attempt(String frame) {
        int start = frame.indexOf(ATTEMPT) + ATTEMPT.length();
        return Integer.parseInt(frame, start, frame.indexOf(',', start), 10);
    }

    /** Returns whether a frame that shows a notification may sound. */
    public static boolean rings(String frame) {
        return frame.startsWith(LOUD, frame.lastIndexOf(ACK_BY) - LOUD.length());
    }

    /** Returns the frame without its sound. */
    public static String silent(String frame) {
        if (!rings(frame)) {
            return frame;
        }
        int end = frame.lastIndexOf(ACK_BY);
        return frame.substring(0, end - LOUD.length()) + SILENT + frame.substring(end);
    }
}
