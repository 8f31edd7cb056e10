package dev.oneping.e2e;

import java.net.URI;
import java.util.Map;

/** The transports of a device session. */
interface Way {

    /**
     * Connects a device, and says hello.
     *
     * @param service where the service is, or a proxy before it, such as {@code http://localhost:8080}
     */
    Gadget open(String service, String token);

    /** Each of them by its name, to say that hello; apostrophes stand for quotation marks. */
    static Map<String, Way> all(String hello) {
        return Map.of(
                "websocket",
                (service, token) -> TestDevice.connect(URI.create(service.replace("http", "ws") + "/v1/connect"), token)
                        .send(hello),
                "poll",
                (service, token) -> FetchingDevice.polling(service, token, hello),
                "stream",
                (service, token) -> FetchingDevice.streaming(service, token, hello));
    }
}
