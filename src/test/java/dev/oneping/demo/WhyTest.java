package dev.oneping.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "candidates found, context battery_low, escalation no_step                        | context: battery_low",
                "candidates no_device_online, escalation no_step, otherwise hold                  | candidates: no_device_online",
                "candidates found, context passed, escalation default/1, pick only_candidate      | pick: only_candidate",
                "candidates found, context passed, escalation default/1, pick tie_broken, ack_window policy | pick: tie_broken",
                "expiry passed, quiet quiet_hours                                                 | quiet: quiet_hours",
                "expiry passed, escalation plan_deadline                                          | escalation: plan_deadline",
            })
    void shouldNameTheStageThatSettledItAndNotWhatFollowsFromIt(String stages, String reason)
            throws JsonProcessingException {
        String json = stages.replaceAll("(\\w+) ([\\w/]+)", "{'stage':'$1','reason':'$2'}");
        String trace = "{'lines':[{'explanation':{'stages':[" + json + "],'candidates':[]}}]}";

        List<String> words = Why.of(new ObjectMapper().readTree(trace.replace('\'', '"')));

        assertEquals(List.of("because of " + reason), words);
    }
}
