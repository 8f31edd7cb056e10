package dev.oneping.presence;

import dev.oneping.outbound.guard.AddressGuard;
import dev.oneping.outbound.guard.EndpointUrl;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Refuses an address that would have us call somebody who is no push service: it is checked again before each call. */
@Singleton
class PushAddressValidator {

    private static final String ENDPOINT = "/push/endpoint";

    private final AddressGuard guard;

    PushAddressValidator(AddressGuard guard) {
        this.guard = guard;
    }

    /** Ends well, or with the problem that it is. A name is looked up on another thread. */
    Uni<Void> check(@Nullable PushAddress address) {
        return switch (address) {
            case null -> Uni.createFrom().voidItem();
            case PushAddress.Fcm ignored -> Uni.createFrom().voidItem();
            case PushAddress.Apns ignored -> Uni.createFrom().voidItem();
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
