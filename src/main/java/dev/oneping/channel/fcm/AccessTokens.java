package dev.oneping.channel.fcm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Caches the access token of a service account. It is fetched on demand and kept until shortly before its end;
 * concurrent callers wait for one fetch.
 */
final class AccessTokens {

    private static final Duration EARLIER = Duration.ofMinutes(5);
    private static final String GRANT = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";

    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403);

    private final ServiceAccount account;
    private final HttpClient http;
    private final Duration timeout;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.builder().build();

    /** Guards the two fields below. */
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable String token;
    private Instant renewAt = Instant.MIN;

    AccessTokens(ServiceAccount account, HttpClient http, Duration timeout, Clock clock) {
        this.account = account;
        this.http = http;
        this.timeout = timeout;
        this.clock = clock;
    }

    /**
     * Returns a token that is valid now, as far as known. Blocks.
     *
     * @throws Refused     if Google rejects the account or its key
     * @throws IOException if the request may be retried
     */
    String get() throws Refused, IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            Instant now = clock.instant();
            String known = token;
            if (known == null || !now.isBefore(renewAt)) {
                known = fetch(now);
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    /** Discards a token that was rejected; a newer one that another caller has fetched meanwhile stays. */
    void refused(String old) {
        lock.lock();
        try {
            if (old.equals(token)) {
                token = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private String fetch(Instant now) throws Refused, IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(account.tokens())
                .timeout(timeout)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        GRANT + URLEncoder.encode(account.assertion(now), StandardCharsets.UTF_8)))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (REFUSALS.contains(response.statusCode())) {
            throw new Refused();
        }
        JsonNode answer = json.readTree(response.body());
        if (response.statusCode() != 200 || !answer.path("access_token").isTextual()) {
            throw new IOException("no access token: " + response.statusCode() + " "
                    + answer.path("error").asText());
        }
        String fresh = answer.path("access_token").asText();
        token = fresh;
        renewAt = now.plusSeconds(answer.path("expires_in").asLong(3600)).minus(EARLIER);
        return fresh;
    }

    /** Google issues no token for this account. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;
    }
}
