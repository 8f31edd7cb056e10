package dev.oneping.redis.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutageReplyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "READONLY You can't write against a read only replica.                        | READONLY",
                "OOM command not allowed when used memory > 'maxmemory'. script: f1, on @user_script:3. | OOM",
                "ERR Error running script (call to f_ab): @user_script:9: @user_script: 9: -READONLY You can't write. | READONLY",
                "ERR Error running script (call to f_ab): @user_script:9: @user_script: 9: -OOM command not allowed | OOM",
                "ERR Error running script (call to f_ab): @user_script:9: MISCONF Redis is configured to save | MISCONF",
                "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'. | MASTERDOWN",
                "NOREPLICAS Not enough good replicas to write.                                | NOREPLICAS",
                "CLUSTERDOWN The cluster is down                                              | CLUSTERDOWN",
                "TRYAGAIN Multiple keys request during rehashing of slot                      | TRYAGAIN",
                "BUSY Redis is busy running a script.                                         | BUSY",
                "LOADING Redis is loading the dataset in memory                               | LOADING",
                "ERR max number of clients reached                                            | BUSY",
                "NOAUTH Authentication required.                                              | NOAUTH",
            })
    void shouldFindOutageInReply(String reply, OutageReply expected) {
        assertEquals(Optional.of(expected), OutageReply.of(reply));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ERR value is not an integer or out of range",
                "WRONGTYPE Operation against a key holding the wrong kind of value",
                "NOSCRIPT No matching script. Please use EVAL.",
                "ERR Error running script (call to f_ab): @user_script:9: -WRONGTYPE Operation against a key",
                "ERR the user asked for READONLY",
            })
    void shouldFindNoOutageInErrorOfTheCommand(String reply) {
        assertEquals(Optional.empty(), OutageReply.of(reply));
    }

    @Test
    void shouldFindNoOutageInEmptyMessage() {
        assertEquals(Optional.empty(), OutageReply.of(""));
    }
}
