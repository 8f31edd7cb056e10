package dev.oneping.connection;

import dev.oneping.connection.frame.FrameWriter;
import dev.oneping.connection.frame.ServerFrame;
import dev.oneping.connection.frame.WrittenFrame;
import dev.oneping.delivery.port.ShownState;
import dev.oneping.model.NotificationId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The frames that a reconnected client still needs: of the missed ones those that hold, and retractions of what is over. A
 * notification that the client shows is not shown again, and of several that may ring only the first does: a user who
 * returns hears one sound. One whose attempt is over comes silently, for what rings next is decided anew.
 *
 * @param frames   the missed frames that still hold, oldest first
 * @param retracts retractions that were never sent, not yet numbered
 */
public record Replay(List<String> frames, List<String> retracts) {

    /** Nothing was missed. */
    static final Replay NOTHING = new Replay(List.of(), List.of());

    /** The reason of a retraction that was due while the client was away; the {@code handled} of a welcome says the same. */
    private static final String REASON = "handled";

    /** Copies the lists. */
    public Replay {
        frames = List.copyOf(frames);
        retracts = List.copyOf(retracts);
    }

    /**
     * Selects the frames.
     *
     * @param sent   the notifications sent to the client, missed ones included, and neither retracted nor answered since
     * @param missed the frames that it missed, oldest first
     * @param shown  the notifications that it says it shows; it learns from the welcome which of these are over
     * @param state  the current state of all of these
     */
    public static Replay of(
            Collection<NotificationId> sent, List<String> missed, Collection<NotificationId> shown, ShownState state) {
        Set<NotificationId> onScreen = new HashSet<>(shown);
        Set<NotificationId> over = new HashSet<>(state.over());
        Set<NotificationId> missing = new HashSet<>();
        List<String> kept = new ArrayList<>();
        boolean sounded = false;
        for (int i = 0; i < missed.size(); i++) {
            String frame = missed.get(i);
            if (WrittenFrame.isRetract(frame)) {
                onScreen.remove(WrittenFrame.notification(frame));
                kept.add(frame);
            } else {
                NotificationId id = WrittenFrame.notification(frame);
                missing.add(id);
                if (over.contains(id)
                        || onScreen.contains(id)
                        || isSuperseded(id, missed.subList(i + 1, missed.size()))) {
                    continue;
                }
                boolean silently = sounded || state.silent().contains(id);
                kept.add(silently ? WrittenFrame.silent(frame) : frame);
                sounded = sounded || (!silently && WrittenFrame.rings(frame));
            }
        }
        over.retainAll(sent);
        over.removeAll(missing);
        shown.forEach(over::remove);
        return new Replay(kept, over.stream().map(Replay::retract).toList());
    }

    /** Returns whether it sounds. */
    boolean rings() {
        return frames.stream().anyMatch(frame -> WrittenFrame.isNotify(frame) && WrittenFrame.rings(frame));
    }

    /** Returns whether a later frame retracts it or shows it again. */
    private static boolean isSuperseded(NotificationId id, List<String> later) {
        return later.stream().anyMatch(frame -> WrittenFrame.notification(frame).equals(id));
    }

    private static String retract(NotificationId id) {
        return FrameWriter.write(new ServerFrame.Retract(id, REASON));
    }
}
