package dev.oneping.presence.device;

import dev.oneping.outbound.guard.AddressGuard;
import dev.oneping.outbound.guard.EndpointUrl;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import dev.oneping.redis.time.Time;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Rejects a push endpoint that does not lead to a public address, so that the service cannot be made to call internal
 * hosts. The address is checked again before each call.
 */
@Singleton
class PushAddressValidator {

    private static final String ENDPOINT = "/push/endpoint";

    private final AddressGuard guard;

    PushAddressValidator(AddressGuard guard) {
        this.guard = guard;
    }

    /**
     * Completes if the address is valid, and fails with the problem otherwise. Names are resolved on a worker thread.
     */
    Uni<Void> check(@Nullable PushAddress address) {
        return switch (address) {
            case null -> Uni.createFrom().voidItem();
            case PushAddress.Fcm ignored -> Uni.createFrom().voidItem();
            case PushAddress.Apns ignored -> Uni.createFrom().voidItem();
            // A simulation sends nothing, so no name is resolved.
            case PushAddress.WebPush ignored
            when Time.isVirtual() -> Uni.createFrom().voidItem();
            case PushAddress.WebPush web ->
                Uni.createFrom()
                        .item(() -> guard.check(parse(web.endpoint())))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                        .invoke(verdict -> {
                            if (verdict instanceof AddressGuard.Verdict.Blocked) {
                                throw refusal("must lead to a public address");
                            }
                        })
                        .replaceWithVoid();
        };
    }

    private EndpointUrl parse(String url) {
        try {
            return guard.parse(url);
        } catch (EndpointUrl.Refused e) {
            throw refusal(String.valueOf(e.getMessage()));
        }
    }

    private static Problem refusal(String rule) {
        return Problem.invalid(Violation.at(ENDPOINT, Violation.NOT_ALLOWED, "'push.endpoint' " + rule + "."));
    }
}
