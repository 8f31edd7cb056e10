package dev.oneping.connection.grip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.connection.frame.CloseCode;
import org.junit.jupiter.api.Test;

class PublishItemTest {

    @Test
    void shouldNumberItemsForSockets() {
        assertEquals(
                "{'channel':'c','id':'1','prev-id':'0','formats':{'ws-message':{'content':'hi'}}}",
                text(PublishItem.on("c", 1).message("hi")));
        assertEquals(
                "{'channel':'c','id':'2','prev-id':'1','formats':{'ws-message':{'type':'ping','content-bin':'AQI='}}}",
                text(PublishItem.on("c", 2).message("ping", new byte[] {1, 2})));
        assertEquals(
                "{'channel':'c','id':'3','prev-id':'2','formats':{'ws-message':{'action':'close','code':4002,'reason':'replaced'}}}",
                text(PublishItem.on("c", 3).close(CloseCode.REPLACED)));
    }

    @Test
    void shouldPublishTheSameContentOnEachTransport() {
        assertEquals(
                "{'channel':'c','id':'7','prev-id':'6','formats':{'http-stream':{'content':':\\n'},'http-response':{'code':200,'body':'{}'}}}",
                text(PublishItem.on("c", 7).stream(":\n").response("{}")));
    }

    @Test
    void shouldGiveNoIdToAHint() {
        assertEquals(
                "{'channel':'c','formats':{'http-stream':{'action':'hint'},'http-response':{'action':'hint'}}}",
                text(PublishItem.on("c").streamHint().responseHint()));
        assertEquals(
                "{'channel':'c','formats':{'http-stream':{'action':'close'}}}",
                text(PublishItem.on("c").endOfStream()));
    }

    private static String text(PublishItem item) {
        return item.json().replace('"', '\'');
    }
}
