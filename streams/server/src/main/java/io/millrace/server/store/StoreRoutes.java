package io.millrace.server.store;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.millrace.events.topic.Topic.Access;
import io.millrace.queries.Problem;
import io.millrace.queries.route.RoutedStores;
import io.millrace.queries.store.Cursors;
import io.millrace.queries.store.KeyRange;
import io.millrace.queries.store.PageLimit;
import io.millrace.queries.store.ReadOptions;
import io.millrace.queries.store.StoreJson;
import io.millrace.queries.store.StoreReader;
import io.millrace.queries.store.StoreReader.Partial;
import io.millrace.server.http.GetRoute;
import io.millrace.server.http.Json;
import io.millrace.server.http.Parameters;
import io.millrace.server.http.ProblemJson;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Stores: which there are and which instances keep them, one key, ranges in pages. */
public final class StoreRoutes {

    private static final int LONGEST_KEY = 2_048;

    private static final String[] FRESHNESS = {
        ReadOptions.CONSISTENCY, ReadOptions.MAX_LAG, ReadOptions.MIN_POSITION, ReadOptions.ISOLATION
    };

    private final RoutedStores stores;
    private final Cursors cursors;

    public StoreRoutes(RoutedStores stores, Cursors cursors) {
        this.stores = stores;
        this.cursors = cursors;
    }

    public void install(RoutesConfig routes) {
        GetRoute.add(routes, "/api/v1/instances", this::instances);
        GetRoute.add(routes, "/api/v1/stores", this::list);
        GetRoute.add(routes, "/api/v1/stores/{store}", this::range);
        // Angle brackets take slashes too: keys may have them.
        GetRoute.add(routes, "/api/v1/stores/{store}/<key>", this::get);
    }

    private void list(Context context) {
        Parameters.only(context);
        var json = Json.object();
        var array = json.putArray("stores");
        stores.descriptions().forEach(store -> array.add(StoreJson.description(store)));
        Json.answer(context, 200, json);
    }

    private void instances(Context context) {
        Parameters.only(context);
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
        Parameters.only(context, FRESHNESS);
        var store = readable(context.pathParam("store"));
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
        Parameters.only(
                context,
                Stream.concat(Stream.of("limit", "from", "to", "prefix", "cursor", "partial"), Stream.of(FRESHNESS))
                        .toArray(String[]::new));
        var name = context.pathParam("store");
        var store = readable(name);
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

    private StoreReader readable(String name) {
        var store = stores.find(name);
        if (store.description().read() == Access.NOBODY) {
            throw Problem.FORBIDDEN.because("store " + name + " is not read over REST");
        }
        return store;
    }
}
