package dev.oneping.bench;

import java.net.URI;

/**
 * What is measured.
 *
 * @param address where its API is
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
