package dev.oneping.channel.fcm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.channel.ChannelConfig;
import dev.oneping.channel.ChannelMessage;
import dev.oneping.channel.PushPayload;
import dev.oneping.channel.PushSender;
import dev.oneping.channel.SendResult;
import dev.oneping.model.Priority;
import dev.oneping.outbound.http.RetryAfter;
import dev.oneping.presence.device.PushAddress;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends messages by FCM HTTP v1. They hold data only, in the single field {@code oneping}, so that the app shows them
 * itself, under one id, and can remove them again.
 */
@Singleton
@Startup
class FcmSender implements PushSender {

    private static final String FIELD = "oneping";
    private static final int LIMIT = 4096 - FIELD.length();
    private static final Duration LONGEST = Duration.ofDays(28);
    private static final Duration HIDE_WITHIN = Duration.ofHours(1);

    private final Optional<ServiceAccount> account;
    private final URI url;
    private final Duration timeout;
    private final Clock clock;
    private final HttpClient http;
    private final Optional<AccessTokens> tokens;

    @Inject
    FcmSender(FcmConfig config, ChannelConfig channels, Clock clock) {
        this(config.serviceAccount().map(ServiceAccount::read), config.url(), channels.timeout(), clock);
    }

    FcmSender(Optional<ServiceAccount> account, URI url, Duration timeout, Clock clock) {
        this.account = account;
        this.url = url;
        this.timeout = timeout;
        this.clock = clock;
        this.http = HttpClient.newBuilder().connectTimeout(timeout).build();
        this.tokens = account.map(known -> new AccessTokens(known, http, timeout, clock));
    }

    @Override
    public String service() {
        return "fcm";
    }

    @Override
    public boolean isConfigured() {
        return account.isPresent() && tokens.isPresent();
    }

    @Override
    public String provider(PushAddress address) {
        return service();
    }

    @Override
    public SendResult send(PushAddress address, ChannelMessage message) {
        if (!(address instanceof PushAddress.Fcm phone)) {
            throw new IllegalArgumentException("not an FCM address");
        }
        if (account.isEmpty() || tokens.isEmpty()) {
            return new SendResult.Rejected("not_configured");
        }
        URI to = url.resolve("/v1/projects/" + account.get().project() + "/messages:send");
        String body = body(phone.token(), message);
        try {
            HttpResponse<String> answer = post(to, body, tokens.get());
            return FcmResponse.of(
                    answer.statusCode(),
                    answer.body(),
                    RetryAfter.parse(answer.headers().firstValue("Retry-After").orElse(null), clock.instant())
                            .orElse(null));
        } catch (AccessTokens.Refused e) {
            return new SendResult.Rejected("account_refused");
        } catch (IOException e) {
            return new SendResult.Later("unreachable", null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SendResult.Later("unreachable", null);
        }
    }

    /** Posts a message. A token may be revoked before its end: then another one is fetched, once. */
    private HttpResponse<String> post(URI to, String body, AccessTokens access)
            throws IOException, InterruptedException, AccessTokens.Refused {
        String token = access.get();
        HttpResponse<String> answer = post(to, body, token);
        if (answer.statusCode() != 401 || answer.body().contains("THIRD_PARTY_AUTH_ERROR")) {
            return answer;
        }
        access.refused(token);
        return post(to, body, access.get());
    }

    private HttpResponse<String> post(URI to, String body, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(to)
                .timeout(timeout)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String body(String token, ChannelMessage message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode wrapped = body.putObject("message");
        wrapped.put("token", token);
        wrapped.putObject("data")
                .put(FIELD, new String(PushPayload.of(message, LIMIT, frame -> frame), StandardCharsets.UTF_8));
        ObjectNode android = wrapped.putObject("android");
        android.put("ttl", timeToLive(message).toSeconds() + "s");
        android.put("priority", priority(message));
        // Google keeps four keys for a phone that is offline, so only the app's own key is worth one.
        if (message instanceof ChannelMessage.Show show && show.content().collapseKey() != null) {
            android.put("collapse_key", show.content().collapseKey());
        }
        return body.toString();
    }

    private Duration timeToLive(ChannelMessage message) {
        return switch (message) {
            case ChannelMessage.Hide ignored -> HIDE_WITHIN;
            case ChannelMessage.Show show -> {
                Duration left = Duration.between(clock.instant(), show.content().expiresAt());
                yield left.isNegative() ? Duration.ZERO : left.compareTo(LONGEST) > 0 ? LONGEST : left;
            }
        };
    }

    /** Returns the priority; {@code NORMAL} does not wake a phone that sleeps, and arrives when it is used next. */
    private static String priority(ChannelMessage message) {
        return message instanceof ChannelMessage.Show show
                        && show.rings()
                        && show.content().priority() != Priority.LOW
                ? "HIGH"
                : "NORMAL";
    }
}
