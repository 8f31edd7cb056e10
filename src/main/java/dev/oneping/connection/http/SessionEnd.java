package dev.oneping.connection.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.oneping.connection.frame.CloseCode;

/** The JSON form of a session's end, for transports without a WebSocket close. */
final class SessionEnd {

    private SessionEnd() {}

    /** Returns the close code as JSON. */
    static String of(CloseCode code) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("code", (int) code.code())
                .put("reason", code.reason())
                .put("may_return", code.mayReconnect())
                .toString();
    }
}
