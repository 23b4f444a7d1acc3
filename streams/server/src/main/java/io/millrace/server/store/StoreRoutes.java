package io.millrace.server.store;

import io.javalin.http.Context;
import io.millrace.queries.Problem;
import io.millrace.queries.route.RoutedStores;
import io.millrace.queries.store.Cursors;
import io.millrace.queries.store.KeyRange;
import io.millrace.queries.store.PageLimit;
import io.millrace.queries.store.ReadOptions;
import io.millrace.queries.store.StoreJson;
import io.millrace.queries.store.StoreReader;
import io.millrace.queries.store.StoreReader.Partial;
import io.millrace.server.api.Content;
import io.millrace.server.api.Operation;
import io.millrace.server.api.Operation.Group;
import io.millrace.server.api.Parameter;
import io.millrace.server.api.Permission;
import io.millrace.server.api.Permission.Rule;
import io.millrace.server.api.Shape;
import io.millrace.server.http.Json;
import io.millrace.server.http.Parameters;
import io.millrace.server.http.ProblemJson;
import java.util.List;
import java.util.TreeSet;

/** Stores: which there are and which instances keep them, one key, ranges in pages. */
public final class StoreRoutes {

    private static final Parameter STORE = Parameter.path("store", Shape.text(), "Name of the store.", "tokens-plans");

    /** What may keep a read from being answered. */
    private static final Problem[] READS = {
        Problem.TOO_MANY_REQUESTS,
        Problem.NOT_READY,
        Problem.STORE_MOVING,
        Problem.TOO_STALE,
        Problem.PEER_UNREACHABLE,
        Problem.KAFKA_UNAVAILABLE,
        Problem.TIMEOUT
    };

    static final int LONGEST_KEY = 2_048;

    private final RoutedStores stores;
    private final Cursors cursors;

    public StoreRoutes(RoutedStores stores, Cursors cursors) {
        this.stores = stores;
        this.cursors = cursors;
    }

    /** @param value shape of the values of all stores */
    public List<Operation> operations(Shape value) {
        return List.of(
                Operation.get("/api/v1/instances")
                        .as(Group.STORES, "listInstances", "Which instances there are and what each keeps")
                        .by(Permission.VIEWER)
                        .answering(
                                200,
                                "The instances",
                                Content.json(Shape.object().member("instances", Shape.list(StoreShapes.instance()))))
                        .failing(Problem.NOT_READY)
                        .handledBy(this::instances),
                Operation.get("/api/v1/stores")
                        .as(Group.STORES, "listStores", "Which stores there are")
                        .by(Permission.VIEWER)
                        .answering(
                                200,
                                "The stores",
                                Content.json(Shape.object().member("stores", Shape.list(StoreShapes.description()))))
                        .handledBy(this::list),
                Operation.get("/api/v1/stores/{store}")
                        .as(Group.STORES, "readRange", "Entries of a store in the order of their keys, in pages")
                        .by(mayRead())
                        .taking(STORE)
                        .taking(StoreShapes.range())
                        .taking(StoreShapes.freshness())
                        .answering(200, "A page", Content.json(StoreShapes.page(value)))
                        .failing(Problem.UNKNOWN_STORE, Problem.INVALID_CURSOR)
                        .failing(READS)
                        .handledBy(this::range),
                // Angle brackets take slashes too: keys may have them.
                Operation.get("/api/v1/stores/{store}/<key>")
                        .as(Group.STORES, "readKey", "The value of one key")
                        .by(mayRead())
                        .taking(STORE, Parameter.path("key", Shape.text(), "The key; it may have slashes.", "echo"))
                        .taking(StoreShapes.freshness())
                        .answering(200, "The value", Content.json(StoreShapes.answer(value)))
                        .failing(Problem.UNKNOWN_STORE, Problem.UNKNOWN_KEY)
                        .failing(READS)
                        .handledBy(this::get));
    }

    private Permission mayRead() {
        return Permission.catalogue(
                "whom the store lets read",
                context -> stores.descriptions().stream()
                        .filter(store -> store.name().name().equals(context.pathParam("store")))
                        .map(store -> new Rule(store.read(), "store " + store.name() + " is not read over REST"))
                        .findFirst());
    }

    private void list(Context context) {
        var json = Json.object();
        var array = json.putArray("stores");
        stores.descriptions().forEach(store -> array.add(StoreJson.description(store)));
        Json.answer(context, 200, json);
    }

    private void instances(Context context) {
        var json = Json.object();
        var array = json.putArray("instances");
        for (var instance : stores.instances()) {
            var one = array.addObject()
                    .put("application", instance.application())
                    .put(
                            "address",
                            instance.address().host() + ":" + instance.address().port())
                    .put("self", instance.isSelf());
            instance.active().forEach(one.putArray("active")::add);
            instance.standby().forEach(one.putArray("standby")::add);
        }
        Json.answer(context, 200, json);
    }

    private void get(Context context) {
        var store = stores.find(context.pathParam("store"));
        var key = context.pathParam("key");
        var name = store.description().name().name();
        var answer = store.get(key, options(context, store));
        if (answer.value() == null) {
            var absent = Problem.UNKNOWN_KEY.because("store " + name + " has no key '" + key + "'");
            ProblemJson.answer(context, absent, StoreJson.provenance(answer.provenance()));
        } else {
            Json.answer(context, 200, StoreJson.answer(name, answer));
        }
    }

    /** What is read must be fed by what it has to have seen, or it would never say so. */
    private static ReadOptions options(Context context, StoreReader store) {
        var options = ReadOptions.parse(context::queryParam);
        var feeding = store.description().fedBy();
        for (var at : options.minPosition().offsets().keySet()) {
            if (!feeding.contains(at.topic())) {
                var fed = feeding.isEmpty() ? "no topic" : String.join(", ", new TreeSet<>(feeding));
                throw Problem.INVALID_PARAMETER.because(
                        "store " + store.description().name() + " does not say how far it has read " + at.topic()
                                + ": it is fed by " + fed + " itself");
            }
        }
        return options;
    }

    private void range(Context context) {
        var name = context.pathParam("store");
        var store = stores.find(name);
        int limit = PageLimit.parse(context.queryParam("limit"));
        for (var parameter : new String[] {"from", "to", "prefix"}) {
            var value = context.queryParam(parameter);
            if (value != null && value.length() > LONGEST_KEY) {
                throw Problem.INVALID_PARAMETER.because(
                        parameter + " has " + value.length() + " characters, at most " + LONGEST_KEY + " are taken");
            }
        }
        var query =
                new KeyRange(context.queryParam("from"), context.queryParam("to"), context.queryParam("prefix"), null);
        var cursor = context.queryParam("cursor");
        var partial = Parameters.flag(context, "partial") ? Partial.TAKEN : Partial.REFUSED;
        var page = store.range(
                cursor == null ? query : cursors.resume(cursor, name, query), limit, options(context, store), partial);
        var next = page.lastKey() == null ? null : cursors.encode(name, query, page.lastKey());
        Json.answer(context, 200, StoreJson.page(name, page, next));
    }
}
