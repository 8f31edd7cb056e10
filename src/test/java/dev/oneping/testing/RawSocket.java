package dev.oneping.testing;

import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket spoken by hand (RFC 6455), for what a well-behaved client would not do: wrong bytes, no pong, no reading. */
public final class RawSocket implements AutoCloseable {

    /** The opcode of a text. */
    public static final int TEXT = 1;

    /** The opcode of the end. */
    public static final int CLOSE = 8;

    /** The opcode of a ping. */
    public static final int PING = 9;

    private static final int CONTINUATION = 0;
    private static final int SMALL_BUFFER = 4096;
    private static final int PATIENCE_MS = 20_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    /** One frame as it came. */
    public record Frame(int opcode, ByteBuffer payload) {
        /** The payload, of a text. */
        public String text() {
            return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
        }

        /** The code, of the end. */
        public int closeCode() {
            return payload.getShort(0);
        }
    }

    /** Connects to the service that is tested. */
    public RawSocket(String token) throws IOException {
        this(RestAssured.port, token);
    }

    /** Connects by what listens on that port, with a receive buffer so small that not reading is noticed soon. */
    public RawSocket(int port, String token) throws IOException {
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new DataInputStream(socket.getInputStream());
        String request = "GET /v1/connect HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Authorization: Bearer " + token + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String head = readHead();
        if (!head.startsWith("HTTP/1.1 101 ") || !head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")) {
            throw new IOException(head);
        }
    }

    /** Sends a text; apostrophes stand for quotation marks. */
    public RawSocket say(String frame) throws IOException {
        send(true, TEXT, frame.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Sends the parts as one message in as many frames. */
    public void sendFragments(byte[]... parts) throws IOException {
        for (int i = 0; i < parts.length; i++) {
            send(i == parts.length - 1, i == 0 ? TEXT : CONTINUATION, parts[i]);
        }
    }

    /** Sends one frame, masked with zeros so that the payload stays as it is. */
    public void send(boolean last, int opcode, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
        frame.write((last ? 0x80 : 0) | opcode);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 65536) {
            frame.write(0x80 | 126);
            frame.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            frame.write(0x80 | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(payload);
        socket.getOutputStream().write(frame.toByteArray());
    }

    /** The next frame, whatever it is. */
    public Frame read() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        int length = in.readUnsignedByte() & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = (int) in.readLong();
        }
        return new Frame(opcode, ByteBuffer.wrap(in.readNBytes(length)));
    }

    /** Reads on until a frame of that kind comes, answering nothing. */
    public Frame readUntil(int opcode) throws IOException {
        Frame frame = read();
        while (frame.opcode() != opcode) {
            frame = read();
        }
        return frame;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }
}
