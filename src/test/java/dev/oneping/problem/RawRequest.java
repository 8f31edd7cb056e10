package dev.oneping.problem;

import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A raw HTTP request, written byte by byte, that an HTTP client would refuse to send. */
final class RawRequest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private RawRequest() {}

    /** A request with a body; headers as they stand on the wire, {@code Host} among them. */
    static RawRequest post(String path, byte[] body, String... headers) {
        RawRequest request = new RawRequest();
        request.line("POST " + path + " HTTP/1.1");
        for (String header : headers) {
            request.line(header);
        }
        request.line("Content-Length: " + body.length);
        request.line("Connection: close");
        request.line("");
        request.bytes.writeBytes(body);
        return request;
    }

    private void line(String line) {
        bytes.writeBytes((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The whole answer, head and body. */
    String send() throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes.toByteArray());
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
