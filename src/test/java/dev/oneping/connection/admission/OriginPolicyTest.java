package dev.oneping.connection.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginPolicyTest {

    private final OriginPolicy policy = new OriginPolicy(List.of("https://app.example.com", "http://localhost:*"));

    @ParameterizedTest
    @CsvSource({
        "https://push.example.org,          true",
        "http://push.example.org,           true",
        "https://app.example.com,           true",
        "http://app.example.com,            false",
        "https://app.example.com:8443,      false",
        "https://app.example.com.evil.org,  false",
        "http://localhost,                  true",
        "http://localhost:3000,             true",
        "http://localhost.evil.org,         false",
        "http://localhost:3000.evil.org,    false",
        "https://localhost:3000,            false",
        "null,                              false",
    })
    void shouldAllowTheServiceItselfAndWhatIsListed(String origin, boolean allowed) {
        assertEquals(allowed, policy.allows(origin, "push.example.org"));
    }

    @Test
    void shouldAllowClientsOtherThanBrowsers() {
        assertTrue(policy.allows(null, "push.example.org"));
    }
}
