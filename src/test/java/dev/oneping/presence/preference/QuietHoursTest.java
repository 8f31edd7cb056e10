package dev.oneping.presence.preference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuietHoursTest {

    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());

    @Test
    void shouldReadWhatItWrites() throws JsonProcessingException {
        QuietHours night = new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 30));

        assertEquals("{\"from\":\"22:00\",\"to\":\"07:30\"}", JSON.writeValueAsString(night));
        assertEquals(night, JSON.readValue(JSON.writeValueAsString(night), QuietHours.class));
    }

    /** A lenient parser takes the end of the day for its beginning, and lists for times. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'from':'00:00','to':'24:00'}",
                "{'from':[22,0],'to':[7,0]}",
                "{'from':'22:00:00','to':'07:00'}",
                "{'from':'22:60','to':'07:00'}",
                "{'from':'9:00','to':'17:00'}",
                "{'from':'22:00'}",
                "{'from':22,'to':7}",
                "{'from':'22:00','to':null}"
            })
    void shouldRejectWhatIsNoTimeOfDay(String json) {
        assertThrows(JsonProcessingException.class, () -> JSON.readValue(json.replace('\'', '"'), QuietHours.class));
    }
}
