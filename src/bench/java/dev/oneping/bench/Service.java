package dev.oneping.bench;

import java.net.URI;

/**
 * The service under test.
 *
 * @param address the URL of its API
 * @param key     an API key
 */
record Service(URI address, String key) {

    String host() {
        return address.getHost();
    }

    int port() {
        return address.getPort() == -1 ? 80 : address.getPort();
    }

    String authorization() {
        return "Bearer " + key;
    }
}
