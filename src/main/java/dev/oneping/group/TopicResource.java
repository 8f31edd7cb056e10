package dev.oneping.group;

import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.group.TopicStore.Subscribed;
import dev.oneping.model.TopicId;
import dev.oneping.model.UserId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The API of topics, to which any number of users subscribe. A topic exists as long as it has a subscriber. */
@Path("/v1/topics")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scope.DEVICES_ROLE)
public class TopicResource {

    private final TopicStore store;
    private final GroupConfig config;
    private final CurrentCaller caller;

    TopicResource(TopicStore store, GroupConfig config, CurrentCaller caller) {
        this.store = store;
        this.config = config;
        this.caller = caller;
    }

    /** Lists the topics that have subscribers. */
    @GET
    public Uni<NamePage> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @DefaultValue("50") int limit) {
        int most = NameListValidator.limit(limit);
        return store.topics(caller.tenant(), NameListValidator.after(after), most + 1)
                .map(found -> NamePage.of(found, most));
    }

    /** Adds many subscribers at once; existing subscribers stay. */
    @PUT
    @Path("/{topic}/subscribers")
    public Uni<SubscribersAnswer> addAll(@PathParam("topic") TopicId topic, @NotNull SubscribersRequest request) {
        List<UserId> users = NameListValidator.users("users", request.users(), config.subscribersAtOnce());
        return subscribe(topic, users).map(done -> new SubscribersAnswer(done.added(), done.total()));
    }

    /** Lists the subscribers in alphabetical order. */
    @GET
    @Path("/{topic}/subscribers")
    public Uni<NamePage> subscribers(
            @PathParam("topic") TopicId topic,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        int most = NameListValidator.limit(limit);
        return store.subscribers(caller.tenant(), topic, NameListValidator.after(after), most + 1)
                .map(found -> NamePage.of(found, most));
    }

    /** Removes a topic with all its subscribers. */
    @DELETE
    @Path("/{topic}/subscribers")
    public Uni<Response> removeAll(@PathParam("topic") TopicId topic) {
        return store.remove(caller.tenant(), topic).map(removed -> gone(removed, "topic '" + topic + "'"));
    }

    /** Adds one subscriber, 201; 200 if the user is a subscriber already. */
    @PUT
    @Path("/{topic}/subscribers/{user}")
    public Uni<Response> add(@PathParam("topic") TopicId topic, @PathParam("user") UserId user) {
        return subscribe(topic, List.of(user))
                .map(done -> Response.status(done.added() == 1 ? 201 : 200)
                        .entity(new SubscriberAnswer(topic, user))
                        .build());
    }

    /** Returns the subscription of a user; 404 if there is none. */
    @GET
    @Path("/{topic}/subscribers/{user}")
    public Uni<SubscriberAnswer> read(@PathParam("topic") TopicId topic, @PathParam("user") UserId user) {
        return store.isSubscribed(caller.tenant(), topic, user).map(subscribed -> {
            if (!subscribed) {
                throw Problem.notFound(subscriber(topic, user));
            }
            return new SubscriberAnswer(topic, user);
        });
    }

    /** Removes one subscriber. */
    @DELETE
    @Path("/{topic}/subscribers/{user}")
    public Uni<Response> remove(@PathParam("topic") TopicId topic, @PathParam("user") UserId user) {
        return store.unsubscribe(caller.tenant(), topic, user).map(removed -> gone(removed, subscriber(topic, user)));
    }

    private Uni<Subscribed.Done> subscribe(TopicId topic, List<UserId> users) {
        return store.subscribe(caller.tenant(), topic, users).map(result -> switch (result) {
            case Subscribed.Done done -> done;
            case Subscribed.TopicFull full ->
                throw Problem.of(
                        ProblemType.LIMIT_REACHED,
                        "Topic '" + topic + "' has " + full.total() + " subscribers and may have "
                                + config.subscribers() + "; no user was added.");
            case Subscribed.TooManyTopics full ->
                throw Problem.of(
                        ProblemType.LIMIT_REACHED, "The tenant has reached its limit of " + full.topics() + " topics.");
        });
    }

    private static Response gone(boolean removed, String what) {
        if (!removed) {
            throw Problem.notFound(what);
        }
        return Response.noContent().build();
    }

    private static String subscriber(TopicId topic, UserId user) {
        return "subscriber '" + user + "' of topic '" + topic + "'";
    }

    /** The users to add. */
    public record SubscribersRequest(@Nullable List<@Nullable UserId> users) {}

    /** The number of new subscribers, and of all subscribers. */
    public record SubscribersAnswer(long added, long total) {}

    /** A subscriber. */
    public record SubscriberAnswer(TopicId topic, UserId user) {}
}
