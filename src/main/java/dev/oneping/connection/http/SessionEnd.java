package dev.oneping.connection.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.oneping.connection.frame.CloseCode;

/** How the end of a session is told where there is no WebSocket to close. */
final class SessionEnd {

    private SessionEnd() {}

    /** The close code as JSON. */
    static String of(CloseCode code) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("code", (int) code.code())
                .put("reason", code.reason())
                .put("may_return", code.mayReturn())
                .toString();
    }
}
