package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.state.StoreName;
import io.millrace.events.avro.tokens.Load;
import io.millrace.events.avro.tokens.Missing;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.tokens.TokensTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Each store is filled past the bound that {@link TokensStores} states for it, and holds it. */
class TokensStoreBoundsTopologyTest {

    private static final int MAX_CHILDREN = 3;
    private static final Duration TTL = Duration.ofMinutes(10);

    @AutoClose
    private final TokensDriver driver =
            TokensDriver.with(Map.of(TokensSettings.SPLIT_MAX_CHILDREN, Integer.toString(MAX_CHILDREN)), Asked.lines());

    @Test
    void shouldKeepOneEntryARequestAndNoneAfterTheirTtl() {
        for (var i = 0; i < 100; i++) {
            var request = Asked.request("r" + i, Asked.LINES).build();
            driver.ask(request);
            driver.ask(request);
            driver.cancel("r" + i, "enough");
        }
        assertThat(driver.keys(TokensStores.REQUESTS)).hasSize(100);
        assertThat(driver.keys(TokensStores.INPUTS)).hasSize(100);

        driver.pass(TTL);

        assertThat(driver.keys(TokensStores.REQUESTS)).isEmpty();
        assertThat(driver.keys(TokensStores.INPUTS)).isEmpty();
    }

    @Test
    void shouldMakeNoMoreChildrenThanASplitMayHave() {
        driver.ask(Asked.request("r1", Asked.LINES).build());

        HandWorker.workOff(driver, Map.of("answer", "line\n".repeat(MAX_CHILDREN + 1)));

        assertThat(itemsOf("line")).as("the children, and the split itself").hasSize(MAX_CHILDREN + 1);
        assertThat(itemsOf("check")).hasSize(MAX_CHILDREN);
        var result = driver.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.PARTIAL);
        assertThat(result.getMissing()).extracting(Missing::getCode).containsOnly("TOO_MANY_CHILDREN");
    }

    @Test
    void shouldMakeAsManyChildrenAsASplitMayHave() {
        driver.ask(Asked.request("r1", Asked.LINES).build());

        HandWorker.workOff(driver, Map.of("answer", "line\n".repeat(MAX_CHILDREN)));

        assertThat(itemsOf("check")).hasSize(MAX_CHILDREN);
        assertThat(driver.result().getStatus()).isEqualTo(ResultStatus.COMPLETE);
    }

    @Test
    void shouldKeepItemsNoLongerThanTheirRequest() {
        driver.ask(Asked.request("r1", Asked.LINES).build());
        HandWorker.workOff(driver, HandWorker.TWO_LINES);
        assertThat(driver.keys(TokensStores.ITEMS)).isNotEmpty();

        driver.pass(TTL);

        assertThat(driver.keys(TokensStores.ITEMS)).isEmpty();
    }

    @Test
    void shouldKeepOneScopeForEachCollectAndPathUntilTheRequestEnds() {
        driver.ask(Asked.request("r1", Asked.LINES).build());
        var answer = new HandRun(driver.work().get(0), 1);
        driver.emit(answer.start(), answer.text("one\ntwo\nthree\n"), answer.end());
        var checks = driver.work();
        var first = new HandRun(checks.get(0), 2);
        driver.emit(first.start(), first.text("fine"), first.end());
        assertThat(driver.keys(TokensStores.SCOPES)).containsExactly("r1|/|checked");

        for (var i = 1; i < checks.size(); i++) {
            var check = new HandRun(checks.get(i), i + 2);
            driver.emit(check.start(), check.text("fine"), check.end());
        }

        assertThat(driver.values(TokensTopics.RESULTS)).hasSize(1);
        assertThat(driver.keys(TokensStores.SCOPES)).isEmpty();
    }

    @Test
    void shouldKeepNoElementsOfACallThatHasEnded() {
        // Given a call whose elements come backwards, so that all of them have to be kept
        driver.ask(Asked.request("r1", Asked.LINES).build());
        var answer = new HandRun(driver.work().get(0), 1);
        var start = answer.start();
        var fragments = IntStream.range(0, 100).mapToObj(i -> answer.text("x")).toList();
        var end = answer.end();
        driver.emit(start, end);
        for (var i = fragments.size() - 1; i > 0; i--) {
            driver.emit(fragments.get(i));
        }
        assertThat(driver.keys(TokensStores.FRAGMENTS)).hasSize(100);

        // When
        driver.emit(fragments.get(0));

        // Then
        assertThat(driver.keys(TokensStores.FRAGMENTS)).isEmpty();
        assertThat(driver.work()).hasSize(1);
    }

    @Test
    void shouldKeepNoElementsOfRunsThatWereReplaced() {
        driver.ask(Asked.request("r1", Asked.LINES).build());
        var call = driver.work().get(0);
        for (var run = 1; run <= 20; run++) {
            var hand = new HandRun(call, run);
            driver.emit(hand.start(), hand.text("half a "), hand.text("line"));
        }
        assertThat(driver.keys(TokensStores.FRAGMENTS)).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void shouldKeepAtMostThreeWakeupsARequest() {
        driver.ask(Asked.request("waiting", "nothing").build());
        driver.ask(Asked.request("running", Asked.LINES).build());
        driver.ask(Asked.request("ended", Asked.LINES).build());
        driver.cancel("ended", "enough");

        for (var i = 0; i < 20; i++) {
            driver.pass(Duration.ofMillis(100));
            assertThat(wakeupsOf("waiting")).isBetween(1L, 3L);
            assertThat(wakeupsOf("running")).isBetween(1L, 3L);
            assertThat(wakeupsOf("ended")).isBetween(1L, 3L);
        }
    }

    @Test
    void shouldForgetPlansThatNobodyHasUsedForEightDays() {
        for (var version = 1; version <= 20; version++) {
            driver.publish(Asked.single("single", version + " {{question}}", version));
            driver.ask(Asked.request("r" + version, "single").build());
            driver.cancel("r" + version, "enough");
        }
        assertThat(driver.keys(TokensStores.PINNED_PLANS)).hasSize(20);
        driver.pass(Duration.ofDays(4));
        driver.ask(Asked.request("later", "single").build());
        driver.cancel("later", "enough");

        driver.pass(Duration.ofDays(4).plusHours(1));
        assertThat(driver.keys(TokensStores.PINNED_PLANS)).hasSize(1);

        driver.pass(Duration.ofDays(4));
        assertThat(driver.keys(TokensStores.PINNED_PLANS)).isEmpty();
    }

    @Test
    void shouldPinAPlanOnceForAllItsRequests() {
        for (var i = 0; i < 50; i++) {
            driver.ask(Asked.request("r" + i, Asked.LINES).build());
        }
        assertThat(driver.keys(TokensStores.PINNED_PLANS)).hasSize(1);
    }

    @Test
    void shouldKeepThePublishedVersionsUntilANullDeletesThem() {
        for (var version = 1; version <= 5; version++) {
            driver.publish(Asked.single("single", version + " {{question}}", version));
        }
        assertThat(keysOf(TokensStores.PLANS, "single"))
                .containsExactly("single", "single|1", "single|2", "single|3", "single|4", "single|5");

        driver.publish(null, "single");
        for (var version = 1; version <= 5; version++) {
            driver.publish(null, "single|" + version);
        }

        assertThat(keysOf(TokensStores.PLANS, "single")).isEmpty();
    }

    @Test
    void shouldKeepOneReportAReplicaUntilItTakesItAway() {
        for (var i = 0; i < 100; i++) {
            driver.report(load("a", i));
            driver.report(load("b", i));
        }
        assertThat(driver.keys(TokensStores.LOADS)).containsExactly("a", "b");

        driver.pipe(TokensTopics.LOADS, "a", null);

        assertThat(driver.keys(TokensStores.LOADS)).containsExactly("b");
    }

    private List<String> itemsOf(String stage) {
        return driver.keys(TokensStores.ITEMS).stream()
                .filter(key -> key.endsWith('|' + stage))
                .toList();
    }

    private long wakeupsOf(String requestId) {
        return driver.keys(TokensStores.WAKEUPS).stream()
                .filter(key -> key.endsWith('|' + requestId))
                .count();
    }

    private List<String> keysOf(StoreName store, String prefix) {
        return driver.keys(store).stream().filter(key -> key.startsWith(prefix)).toList();
    }

    private Load load(String replica, int running) {
        return Load.newBuilder()
                .setReplica(replica)
                .setPool("chat")
                .setRunning(running)
                .setAt(driver.now())
                .build();
    }
}
