package dev.oneping.connection.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.GroupId;
import dev.oneping.model.UserId;
import dev.oneping.watch.WatchRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchRequestReaderTest {

    private static final WatchRequest BOTH =
            new WatchRequest(List.of(new UserId("ann"), new UserId("bob")), List.of(new GroupId("ops")));

    @Test
    void shouldReadWatchAndUnwatchWithoutDuplicates() {
        assertEquals(
                new ClientFrame.Watch(BOTH), read("{'type':'watch','users':['ann','bob','ann'],'groups':['ops']}"));
        assertEquals(new ClientFrame.Unwatch(BOTH), read("{'type':'unwatch','users':['ann','bob'],'groups':['ops']}"));
    }

    @Test
    void shouldReadItFromAHello() {
        String hello = "{'type':'hello','device':'laptop','platform':'web'%s}";

        assertEquals(BOTH, watchOf(hello.formatted(",'watch':{'users':['ann','bob'],'groups':['ops']}")));
        assertNull(watchOf(hello.formatted("")));
        assertNull(watchOf(hello.formatted(",'watch':null")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'type':'watch'}                                                 | /users or /groups must contain
            {'type':'watch','users':[]}                                      | /users or /groups must contain
            {'type':'watch','users':'ann'}                                   | /users must be a list
            {'type':'watch','users':['ann',7]}                               | /users/1 must be an id
            {'type':'watch','users':[null]}                                  | /users/0 must be an id
            {'type':'watch','groups':['a b']}                                | /groups/0 must be an id
            {'type':'hello','device':'d','platform':'web','watch':7}         | /watch must be an object
            {'type':'hello','device':'d','platform':'web','watch':{}}        | /watch/users or /watch/groups
            """)
    void shouldNameTheFieldThatIsWrong(String frame, String detail) {
        ClientFrame.Malformed malformed = assertInstanceOf(ClientFrame.Malformed.class, read(frame));

        assertEquals(ErrorCode.INVALID_FIELD, malformed.code());
        assertTrue(malformed.detail().startsWith(detail), malformed.detail());
    }

    @Test
    void shouldLimitTheNumberOfIds() {
        String many = "'u',".repeat(1000) + "'u'";

        assertInstanceOf(ClientFrame.Malformed.class, read("{'type':'watch','users':[" + many + "]}"));
    }

    private static @Nullable WatchRequest watchOf(String hello) {
        return assertInstanceOf(ClientFrame.Hello.class, read(hello)).watch();
    }

    private static ClientFrame read(String frame) {
        return FrameReader.read(frame.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
