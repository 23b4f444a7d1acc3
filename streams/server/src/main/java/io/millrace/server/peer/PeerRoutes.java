package io.millrace.server.peer;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.millrace.queries.Problem;
import io.millrace.queries.route.HttpPeers;
import io.millrace.queries.store.KeyRange;
import io.millrace.queries.store.PageLimit;
import io.millrace.queries.store.ReadOptions;
import io.millrace.queries.store.StoreJson;
import io.millrace.queries.store.Stores;
import io.millrace.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads of the copies that are here, for other instances: nothing that is asked here is passed on. */
final class PeerRoutes {

    private final Supplier<Stores> stores;
    private final byte[] expected;

    /** @param secret that a peer has to show; empty for none */
    PeerRoutes(Supplier<Stores> stores, String secret) {
        this.stores = stores;
        this.expected = (secret.isEmpty() ? "" : "Bearer " + secret).getBytes(StandardCharsets.UTF_8);
    }

    void install(RoutesConfig routes) {
        routes.before(this::authenticate);
        routes.get(HttpPeers.BASE + "{store}", this::range);
        routes.get(HttpPeers.BASE + "{store}/<key>", this::get);
    }

    private void authenticate(Context context) {
        var shown = context.header("Authorization");
        if (expected.length > 0
                && (shown == null || !MessageDigest.isEqual(expected, shown.getBytes(StandardCharsets.UTF_8)))) {
            throw Problem.FORBIDDEN.because("only instances of this installation may ask here");
        }
    }

    private void get(Context context) {
        var name = context.pathParam("store");
        var options = ReadOptions.parse(context::queryParam);
        var answer =
                stores.get().find(name).get(context.pathParam("key"), number(context.queryParam("partition")), options);
        Json.answer(context, 200, StoreJson.answer(name, answer));
    }

    private void range(Context context) {
        var name = context.pathParam("store");
        var range = new KeyRange(
                context.queryParam("from"),
                context.queryParam("to"),
                context.queryParam("prefix"),
                context.queryParam("after"));
        var page = stores.get()
                .find(name)
                .range(
                        range,
                        PageLimit.parse(context.queryParam("limit")),
                        partitions(context.queryParam("partitions")),
                        ReadOptions.parse(context::queryParam));
        Json.answer(context, 200, StoreJson.page(name, page, page.lastKey()));
    }

    private static Set<Integer> partitions(@Nullable String text) {
        return text == null
                ? Set.of()
                : Arrays.stream(text.split(",")).map(PeerRoutes::number).collect(Collectors.toSet());
    }

    private static int number(@Nullable String text) {
        if (text == null || !text.matches("-1|[0-9]{1,9}")) {
            throw Problem.INVALID_PARAMETER.because("a partition is a number, was '" + text + "'");
        }
        return Integer.parseInt(text);
    }
}
