package dev.oneping.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.bench.Protocol.Heard;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PeerProtocolsTest {

    private static final Service SERVICE = new Service(URI.create("http://127.0.0.1:1"), "key");

    @Test
    void shouldSpeakTheFramesOfSocketIo() {
        Protocol protocol = new SocketIoProtocol(SERVICE);

        assertEquals(
                "40{\"user\":\"ann\",\"device\":\"phone\"}", protocol.greeting(BenchUser.named("ann"), "phone", true));
        assertEquals(new Heard.Reply("3"), protocol.hear("2"));
        assertEquals(
                new Heard.Reply("42[\"report\",{\"visible\":true,\"focused\":true}]"),
                protocol.hear("40{\"sid\":\"abc\"}"));
        assertEquals(new Heard.Welcome(), protocol.hear("42[\"welcome\",{\"device\":\"phone\"}]"));
        assertEquals(new Heard.Shown("m1"), protocol.hear("42[\"notify\",{\"id\":\"m1\",\"title\":\"t\"}]"));
        assertEquals(new Heard.Refused("44{\"message\":\"no\"}"), protocol.hear("44{\"message\":\"no\"}"));
        assertEquals(new Heard.Other(), protocol.hear("0{\"sid\":\"abc\",\"pingInterval\":25000}"));
        assertEquals("42[\"ack\",{\"id\":\"m1\",\"kind\":\"acted\"}]", protocol.answer("m1"));
    }

    @Test
    void shouldSpeakTheFramesOfTheService() {
        Protocol protocol = new OnepingProtocol(SERVICE);

        assertEquals(new Heard.Shown("ntf_1"), protocol.hear("{\"type\":\"notify\",\"id\":\"ntf_1\"}"));
        assertEquals(new Heard.Welcome(), protocol.hear("{\"type\":\"welcome\"}"));
        assertEquals("{\"type\":\"ack\",\"id\":\"ntf_1\",\"kind\":\"acted\"}", protocol.answer("ntf_1"));
        assertTrue(protocol.isOnItsWay("{\"id\":\"ntf_1\",\"state\":\"delivering\"}"));
        assertFalse(protocol.isOnItsWay("{\"id\":\"ntf_1\",\"state\":\"held\"}"));
    }

    @Test
    void shouldTakeEachMessageOfNchanForANewOne() {
        Protocol protocol = new NchanProtocol(SERVICE, new AtomicLong());

        assertNotEquals(protocol.hear("{}"), protocol.hear("{}"));
        assertEquals("/pub/ann", protocol.path(BenchUser.named("ann")));
    }
}
