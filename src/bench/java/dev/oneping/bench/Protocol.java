package dev.oneping.bench;

import io.vertx.core.Future;
import io.vertx.core.http.WebSocketConnectOptions;
import org.jspecify.annotations.Nullable;

/** The calls and frames by which a service is driven. The driver is the same for every service but for this. */
interface Protocol {

    /** Returns the service that is driven. */
    Service service();

    /** Returns the options with which a device connects, after it has got a token where the service wants one. */
    Future<WebSocketConnectOptions> connect(Calls calls, BenchUser user, String device);

    /**
     * Returns what a device sends as soon as its socket is open; null for nothing, then it is welcome at once.
     *
     * @param inUse whether the user looks at the device
     */
    @Nullable
    String greeting(BenchUser user, String device, boolean inUse);

    /** Reads a frame that came to a device. */
    Heard hear(String frame);

    /** Returns the frame that answers a notification with "acted"; null if the service has no answers. */
    @Nullable
    String answer(String id);

    /** Returns the path to which a notification for a user is posted. */
    String path(BenchUser user);

    /** Returns whether an answer with a status of success says that the notification is on its way to a device. */
    boolean isOnItsWay(String answer);

    /** The meaning of a frame. */
    sealed interface Heard {

        /** The device is connected. */
        record Welcome() implements Heard {}

        /** A notification is shown. */
        record Shown(String id) implements Heard {}

        /** The protocol wants a frame in reply. */
        record Reply(String frame) implements Heard {}

        /** The device is refused. */
        record Refused(String why) implements Heard {}

        /** Nothing that a benchmark has to react to. */
        record Other() implements Heard {}
    }

    /** Returns the text of a JSON member whose value has no escapes; null if there is none. The first one counts. */
    static @Nullable String text(String json, String member) {
        String opening = '"' + member + "\":\"";
        int from = json.indexOf(opening);
        if (from < 0) {
            return null;
        }
        int begin = from + opening.length();
        return json.substring(begin, json.indexOf('"', begin));
    }
}
