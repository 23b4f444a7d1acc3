package io.millrace.tokens.advance;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.ReplyKind;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.tokens.Paths;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that must hold of one request once it has ended, of what was committed. */
final class RequestCheck {

    private final RandomTree tree;
    private final LogHarness harness;
    private final String requestId;
    private final List<Element> derived;
    private final List<Reply> replies;

    private RequestCheck(RandomTree tree, LogHarness harness, String requestId) {
        this.tree = tree;
        this.harness = harness;
        this.requestId = requestId;
        this.derived = harness.committed.derived.stream()
                .filter(element -> element.getRequestId().equals(requestId))
                .toList();
        this.replies = harness.committed.replies.stream()
                .filter(reply -> reply.getRequestId().equals(requestId))
                .toList();
    }

    /** The one result of a request that was not cancelled is what recursion over its tree gives. */
    static void assertEnded(RandomTree tree, LogHarness harness, String requestId) {
        var check = new RequestCheck(tree, harness, requestId);
        var expected = new Expectation(tree);
        var result = check.result();
        ResultCheck.assertExpected(expected, result);
        ResultCheck.assertErrorsTold(expected, check.derived);
        assertThat(check.closings()).isEqualTo(expected.closings);
        check.assertHolds(result);
    }

    /** A request that was cancelled has one result too; what has closed until then has closed as it should. */
    static void assertCancelled(RandomTree tree, LogHarness harness, String requestId) {
        var check = new RequestCheck(tree, harness, requestId);
        var result = check.result();
        if (result.getStatus() != ResultStatus.CANCELLED) {
            assertEnded(tree, harness, requestId);
            return;
        }
        assertThat(new Expectation(tree).closings).containsAllEntriesOf(check.closings());
        assertThat(result.getText()).isNull();
        assertThat(result.getJson()).isNull();
        check.assertHolds(result);
    }

    private void assertHolds(Result result) {
        assertThat(replies)
                .filteredOn(reply -> reply.getKind() == ReplyKind.FINISHED)
                .extracting(Reply::getResult)
                .containsExactly(result);
        assertThat(replies.get(replies.size() - 1).getKind()).isEqualTo(ReplyKind.FINISHED);
        assertNumbered();
        assertOneRunOfEachCall(result.getText() + result.getJson() + told());
    }

    private Result result() {
        var results = harness.committed.results.stream()
                .filter(result -> result.getRequestId().equals(requestId))
                .toList();
        assertThat(results).as("results of " + requestId).hasSize(1);
        return results.get(0);
    }

    private Map<String, Object> closings() {
        return ScopesCheck.closings(tree.plan, harness.committed.inOrder(requestId));
    }

    /** Invariant 5: fragments that clients see are numbered without a gap within a run, and a run that is replaced is over. */
    private void assertNumbered() {
        var next = new HashMap<String, Long>();
        var current = new HashMap<String, Long>();
        for (var reply : replies) {
            // What a fold hands on has another lineage with each fragment.
            var ancestors =
                    reply.getAttempt().subList(0, Math.max(0, reply.getAttempt().size() - 1));
            var isCall = !String.valueOf(reply.getStage()).startsWith("c");
            var call = reply.getStage() + Paths.text(reply.getPath()) + (isCall ? reply.getAttempt() : ancestors);
            if (reply.getKind() == ReplyKind.RESET) {
                current.put(call, reply.getRun());
            } else if (reply.getKind() == ReplyKind.DELTA) {
                var ofRun = reply.getStage() + Paths.text(reply.getPath()) + reply.getRun();
                assertThat(reply.getRun()).isEqualTo(current.getOrDefault(call, reply.getRun()));
                assertThat(reply.getSeq()).isEqualTo(next.getOrDefault(ofRun, 1L));
                next.put(ofRun, reply.getSeq() + 1);
            }
        }
    }

    /** What a client has been told and not been told to forget. */
    private String told() {
        var texts = new HashMap<String, String>();
        for (var reply : replies) {
            var place = reply.getStage() + Paths.text(reply.getPath());
            switch (reply.getKind()) {
                case DELTA -> texts.merge(place, reply.getText(), String::concat);
                case ITEM -> texts.put(place, reply.getText() + reply.getJson());
                case RESET -> texts.remove(place);
                default -> {}
            }
        }
        return String.join("", texts.values());
    }

    /**
     * Invariant 9, and no splice: of each call at a path one run went into what the client has in the end, be it by way of
     * a prompt, and none that was replaced; nor any of another request (invariant 6).
     */
    private void assertOneRunOfEachCall(String text) {
        var replaced = replaced();
        var asked = harness.workers.asked();
        var byCall = new HashMap<String, Long>();
        var toLookAt = new ArrayDeque<>(EngineScript.runs(text).distinct().toList());
        while (!toLookAt.isEmpty()) {
            long run = toLookAt.remove();
            Work work = asked.get(run);
            assertThat(work).as("what run %x was asked", run).isNotNull();
            assertThat(work.getRequestId()).isEqualTo(requestId);
            assertThat(replaced).as("runs that were replaced").doesNotContain(run);
            var call = work.getStage() + Paths.text(work.getPath());
            var known = byCall.put(call, run);
            assertThat(known == null || known == run)
                    .as("one run of %s in what was told", call)
                    .isTrue();
            if (known == null) {
                toLookAt.addAll(
                        EngineScript.runs(EngineScript.prompt(work)).distinct().toList());
            }
        }
    }

    private Set<Long> replaced() {
        var replaced = new HashSet<Long>();
        for (var element : derived) {
            if (element.getKind() == ElementKind.RESET) {
                replaced.add(element.getRun());
            }
        }
        return replaced;
    }
}
