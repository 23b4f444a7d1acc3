package io.millrace.tokens;

import static io.millrace.tokens.HandWorker.TWO_LINES;
import static io.millrace.tokens.HandWorker.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.events.avro.tokens.CallUsage;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Load;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.ReplyKind;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.tokens.TokensTopics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How the topology is wired: what goes in and what comes out where. Partitions: see {@code TokensWiringIT}. */
class TokensTopologyTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @AutoClose
    private final TokensDriver driver = TokensDriver.with();

    @Test
    void shouldAnswerByTheShippedPipelineWithACheckedSentence() throws Exception {
        driver.publish(Asked.verifiedAnswer());
        driver.ask(Asked.request("r1", "verified-answer").build());

        HandWorker.workOff(driver, VERIFIED);

        var result = driver.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
        assertThat(result.getText()).isEqualTo("Streams flow.");
        assertThatJson(result.getJson(), """
                [{"sentence": "Streams flow.", "findings": [{
                  "claim": "streams flow",
                  "verdict": {"verdict": "supported", "citation": 1},
                  "evidence": [{"title": "Rivers", "text": "A stream flows."}]}]}]""");
        assertThat(result.getStages())
                .filteredOn(stage -> stage.getCalls() > 0)
                .extracting(stage -> stage.getStage() + " " + stage.getCalls())
                .containsExactly("answer 1", "claims 1", "query 1", "evidence 1", "verdict 1");
    }

    @Test
    void shouldKeyAllThatComesOfARequestByItsId() {
        driver.publish(Asked.verifiedAnswer());
        driver.ask(Asked.request("r1", "verified-answer").build());

        var work = HandWorker.workOff(driver, VERIFIED);

        assertThat(work).extracting(TestRecord::key).isNotEmpty().containsOnly("r1");
        assertThat(driver.read(TokensTopics.DERIVED))
                .extracting(TestRecord::key)
                .isNotEmpty()
                .containsOnly("r1");
        assertThat(driver.read(TokensTopics.REPLIES))
                .extracting(TestRecord::key)
                .isNotEmpty()
                .containsOnly("r1");
        assertThat(driver.read(TokensTopics.USAGE)).extracting(TestRecord::key).containsOnly("r1");
        assertThat(driver.read(TokensTopics.RESULTS))
                .extracting(TestRecord::key)
                .containsExactly("r1");
    }

    @Test
    void shouldHandOnSamplingToTheCallWhoseTextTheClientSees() {
        driver.publish(Asked.plan("""
                pipeline: warm
                stages:
                - {name: answer, op: llm, engine: chat, emit: true, template: '{{question}}',
                   parameters: {task: answer, temperature: 0}}
                - {name: check, op: llm, input: answer, engine: chat, template: '{{answer}}',
                   parameters: {temperature: 0}}
                - {name: result, op: sink, input: check}
                """, 1));
        var parameters = Map.of("temperature", "0.7", "stop", "[\"END\"]", "task", "other", "colour", "blue");
        driver.ask(Asked.request("r1", "warm").setParameters(parameters).build());

        assertThat(HandWorker.workOff(driver, VERIFIED))
                .extracting(record -> record.value().getParameters())
                .containsExactly(
                        Map.of("task", "answer", "temperature", "0.7", "stop", "[\"END\"]"),
                        Map.of("temperature", "0"));
    }

    @Test
    void shouldSendWorkOfAChildBeforeItsSiblingsAreWritten() {
        driver.publish(Asked.lines());
        driver.ask(Asked.request("r1", Asked.LINES).build());
        var answer = new HandRun(driver.work().get(0), 1);

        driver.emit(answer.start(), answer.text("one\ntw"));

        assertThat(driver.work()).singleElement().satisfies(work -> {
            assertThat(work.getStage()).isEqualTo("check");
            assertThat(work.getMessages().get(0).getContent()).isEqualTo("one");
        });
    }

    @Test
    void shouldTellTheFrontDoorWhatItsClientSeesInOrder() {
        driver.publish(Asked.lines());
        driver.ask(Asked.request("r1", Asked.LINES).build());

        HandWorker.workOff(driver, TWO_LINES);

        var replies = driver.values(TokensTopics.REPLIES);
        assertThat(replies)
                .extracting(Reply::getKind)
                .containsExactly(ReplyKind.STARTED, ReplyKind.DELTA, ReplyKind.FINISHED);
        assertThat(replies).extracting(Reply::getReplyTo).containsOnly(5);
        assertThat(replies.get(2).getResult()).isEqualTo(driver.result());
    }

    @Test
    void shouldReplyToNobodyWhenNobodyWaits() {
        driver.publish(Asked.lines());
        driver.ask(Asked.request("r1", Asked.LINES).setReplyTo(-1).build());

        HandWorker.workOff(driver, TWO_LINES);

        assertThat(driver.values(TokensTopics.REPLIES)).isEmpty();
        assertThat(driver.result().getStatus()).isEqualTo(ResultStatus.COMPLETE);
    }

    @Test
    void shouldPublishForObserversWhatItDerives() {
        driver.publish(Asked.lines());
        driver.ask(Asked.request("r1", Asked.LINES).build());

        HandWorker.workOff(driver, TWO_LINES);

        assertThat(driver.values(TokensTopics.DERIVED))
                .extracting(Element::getStage, Element::getKind, Element::getCardinality)
                .contains(
                        tuple("line", ElementKind.DATA, -1),
                        tuple("line", ElementKind.SPLIT_END, 2),
                        tuple("checked", ElementKind.DATA, -1));
    }

    @Test
    void shouldBillEachCall() {
        driver.publish(Asked.lines());
        driver.ask(Asked.request("r1", Asked.LINES).build());

        HandWorker.workOff(driver, TWO_LINES);

        var usage = driver.values(TokensTopics.USAGE);
        assertThat(usage)
                .extracting(CallUsage::getStage, CallUsage::getStatus)
                .containsExactlyInAnyOrder(tuple("answer", "DONE"), tuple("check", "DONE"), tuple("check", "DONE"));
        assertThat(driver.result().getUsage().getCompletionTokens()).isEqualTo(9);
    }

    @Test
    void shouldSendWorkToALaneOfTheReplicaWithTheLeastToDo() {
        driver.report(load("busy", List.of(0, 1), 4));
        driver.report(load("free", List.of(2), 0));
        driver.publish(Asked.lines());

        driver.ask(Asked.request("r1", Asked.LINES).build());

        assertThat(driver.work()).extracting(Work::getLane).containsExactly(2);
    }

    @Test
    void shouldChangeNothingWhenARequestComesAgain() {
        driver.publish(Asked.lines());
        var request = Asked.request("r1", Asked.LINES).build();
        driver.ask(request);
        driver.work();

        driver.ask(request);

        assertThat(driver.work()).isEmpty();
        HandWorker.workOff(driver, TWO_LINES);
        assertThat(driver.values(TokensTopics.RESULTS)).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void shouldChangeNothingWhenElementsComeAgain() {
        driver.publish(Asked.single("single", "{{question}}", 1));
        driver.ask(Asked.request("r1", "single").build());
        var answer = new HandRun(driver.work().get(0), 1);
        var elements = List.of(answer.start(), answer.text("one "), answer.text("two"), answer.end());

        elements.forEach(element -> driver.emit(element, element));

        assertThat(driver.result().getText()).isEqualTo("one two");
        assertThat(driver.values(TokensTopics.USAGE)).hasSize(1);
    }

    @Test
    void shouldCallOffWhatAnotherRunReplaced() {
        driver.publish(Asked.lines());
        driver.ask(Asked.request("r1", Asked.LINES).build());
        var call = driver.work().get(0);
        var first = new HandRun(call, 1);
        driver.emit(first.start(), first.text("one\n"));
        driver.work();
        var second = new HandRun(call, 2);

        driver.emit(second.start());

        assertThat(driver.work())
                .extracting(work -> work.getKind() + " " + work.getStage() + " " + work.getRun())
                .containsExactlyInAnyOrder("CANCEL answer 1", "CANCEL check null");
        assertThat(driver.values(TokensTopics.REPLIES))
                .extracting(Reply::getKind)
                .endsWith(ReplyKind.RESET);
        assertThat(driver.values(TokensTopics.DERIVED))
                .extracting(Element::getKind)
                .contains(ElementKind.RESET);
    }

    private static void assertThatJson(String actual, String expected) throws JsonProcessingException {
        assertThat(JSON.readTree(actual)).isEqualTo(JSON.readTree(expected));
    }

    private Load load(String replica, List<Integer> lanes, int running) {
        return Load.newBuilder()
                .setReplica(replica)
                .setPool("chat")
                .setLanes(lanes)
                .setRunning(running)
                .setLimit(4)
                .setAt(driver.now())
                .build();
    }
}
