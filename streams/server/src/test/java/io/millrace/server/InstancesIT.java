package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.settings.CoreSettings;
import io.millrace.testkit.TestPlatform;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two instances of one application, each with a copy of every partition: either is asked for what both hold. */
@Timeout(240)
class InstancesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TestPlatform PLATFORM = TestPlatform.dedicated("server-instances");
    private static final String STORE = "/api/v1/stores/tokens-requests";

    private static ServerFixture one;
    private static ServerFixture two;

    @BeforeAll
    static void startBoth() {
        var application = PLATFORM.uniqueName("test.tokens");
        one = start(application, 1);
        two = start(application, 2);
        Awaitility.await().atMost(PATIENCE).until(InstancesIT::isShared);
    }

    @AfterAll
    static void stop() {
        two.close();
        one.close();
        PLATFORM.local().close();
    }

    @Test
    void shouldAnswerWhicheverInstanceIsAsked() {
        var ids = publish(one, 24);

        for (var instance : List.of(one, two)) {
            var served = new HashSet<String>();
            for (var id : ids) {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> read(instance, id, "").statusCode() == 200);
                var answer = TestHttp.json(read(instance, id, ""));
                assertThat(answer.at("/value/requestId").textValue()).isEqualTo(id);
                assertThat(answer.get("role").textValue()).isEqualTo("active");
                assertThat(answer.get("lag").longValue()).isZero();
                served.add(answer.get("servedBy").textValue());
            }
            assertThat(served).containsExactlyInAnyOrder("server-1", "server-2");
        }
    }

    @Test
    void shouldReadWhatWasWrittenFromEitherInstance() {
        for (int i = 0; i < 60; i++) {
            var id = PLATFORM.uniqueName("written");
            var position = publish(i % 2 == 0 ? one : two, id);

            var answer = read(i % 3 == 0 ? one : two, id, "?min-position=" + position);

            assertThat(answer.statusCode()).as(position + " " + answer.body()).isEqualTo(200);
        }
    }

    @Test
    void shouldMergePagesOfAllPartitions() {
        var ids = publish(two, 30);
        var prefix = ids.get(0).substring(0, ids.get(0).lastIndexOf('-') + 1);
        ids.forEach(id -> Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> read(one, id, "").statusCode() == 200));

        for (var instance : List.of(one, two)) {
            var seen = new ArrayList<String>();
            var servers = new HashSet<String>();
            var cursor = "";
            while (cursor != null) {
                var page = TestHttp.json(instance.http().get(STORE + "?limit=7&prefix=" + prefix + cursor));
                seen.addAll(page.get("items").findValuesAsText("key"));
                servers.addAll(page.get("items").findValuesAsText("servedBy"));
                cursor = page.get("cursor").isNull()
                        ? null
                        : "&cursor=" + page.get("cursor").textValue();
            }
            assertThat(seen).containsExactlyElementsOf(ids);
            assertThat(servers).hasSize(2);
        }
    }

    @Test
    void shouldWaitUntilWhatIsReadIsCommitted() {
        var id = PLATFORM.uniqueName("committed");
        var position = publish(one, id);

        var answer = TestHttp.json(read(two, id, "?isolation=committed&min-position=" + position));

        assertThat(answer.get("isolation").textValue()).isEqualTo("committed");
    }

    @Test
    void shouldSayOfAKeyThatIsAbsentWhereThatIsKnownFrom() {
        var answer = read(one, "no-such-request", "?consistency=any");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(TestHttp.json(answer).get("code").textValue()).isEqualTo("unknown_key");
        assertThat(TestHttp.json(answer).get("role").textValue()).isEqualTo("active");
    }

    @Test
    void shouldSayWhichInstanceHasWhat() {
        for (var instance : List.of(one, two)) {
            var all = TestHttp.json(instance.http().get("/api/v1/instances")).get("instances");

            assertThat(all).hasSize(2);
            var active = new ArrayList<String>();
            var standby = new ArrayList<String>();
            all.forEach(each -> {
                each.get("active").forEach(partition -> active.add(partition.textValue()));
                each.get("standby").forEach(partition -> standby.add(partition.textValue()));
            });
            assertThat(active).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(standby);
            assertThat(all)
                    .filteredOn(each -> each.get("self").booleanValue())
                    .extracting(each -> each.get("address").textValue())
                    .containsExactly(instance.peer().applicationServer());
        }
    }

    @Test
    void shouldRefuseWhatItCannotPromise() {
        for (var query : Set.of(
                "?consistency=eventual",
                "?max-lag=5",
                "?consistency=bounded",
                "?consistency=bounded&max-lag=-1",
                "?min-position=tokens.requests",
                "?min-position=tokens.results/0/1",
                "?isolation=serializable",
                "?limit=5")) {
            assertThat(read(one, "r", query).statusCode()).as(query).isEqualTo(400);
        }
        assertThat(read(one, "r", "?min-position=tokens.requests/0/999999,tokens.requests/1/999999")
                        .statusCode())
                .isIn(404, 504);
    }

    private static ServerFixture start(String application, int number) {
        return ServerFixture.start(
                PLATFORM,
                application,
                Map.of(
                        CoreSettings.STATE_DIR,
                        PLATFORM.settings()
                                .stateDir()
                                .resolve("instance-" + number)
                                .toString(),
                        "num.standby.replicas",
                        "1",
                        "server.instance",
                        Integer.toString(number),
                        "server.cursor.secret",
                        "the same for both of them"));
    }

    /** Whether both have partitions, and each knows of the other's. */
    private static boolean isShared() {
        return List.of(one, two).stream()
                .allMatch(instance -> IntStream.range(0, 24)
                                .mapToObj(i -> read(instance, "probe-" + i, ""))
                                .filter(answer -> answer.statusCode() == 404)
                                .map(answer ->
                                        TestHttp.json(answer).get("servedBy").textValue())
                                .distinct()
                                .count()
                        == 2);
    }

    private static List<String> publish(ServerFixture instance, int count) {
        var prefix = PLATFORM.uniqueName("asked");
        var ids = IntStream.range(0, count)
                .mapToObj(i -> "%s-%02d".formatted(prefix, i))
                .toList();
        ids.forEach(id -> publish(instance, id));
        return ids;
    }

    /** @return the position of what was published */
    private static String publish(ServerFixture instance, String id) {
        var published = instance.http()
                .post("/api/v1/topics/tokens.requests", "{\"key\":\"" + id + "\",\"value\":" + Asked.value(id) + "}");
        JsonNode json = TestHttp.json(published);
        assertThat(published.statusCode()).as(published.body()).isEqualTo(201);
        return json.get("position").textValue();
    }

    private static HttpResponse<String> read(ServerFixture instance, String key, String query) {
        return instance.http().get(STORE + "/" + key + query);
    }
}
