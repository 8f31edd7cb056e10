package dev.oneping.audit;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An administrative act.
 *
 * @param type    the kind of act: {@code audit.api_key.created}
 * @param key     the public id of the API key by which it was done; null if a device did it
 * @param user    the user whose device did it; null for an API key
 * @param address the address that the request came from; null if it had none
 * @param target  the path of the resource
 * @param before  the resource before, without secrets; null if there was none, or it is not known
 * @param after   the resource after, without secrets; null if there is none, or it is not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record AuditEntry(
        Instant time,
        String type,
        @Nullable String key,
        @Nullable String user,
        @Nullable String address,
        String target,
        @Nullable JsonNode before,
        @Nullable JsonNode after) {}
