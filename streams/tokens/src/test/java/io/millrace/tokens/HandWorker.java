package io.millrace.tokens;

import io.millrace.events.avro.tokens.Work;
import io.millrace.events.avro.tokens.WorkKind;
import io.millrace.events.tokens.TokensTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;

/** Answers every call by the name of its stage, in one fragment, until there is no more work. */
final class HandWorker {

    /** For the shipped pipeline: one sentence, one claim, one passage. */
    static final Map<String, String> VERIFIED = Map.of(
            "answer", "Streams flow.",
            "claims", "[\"streams flow\"]",
            "query", "stream",
            "evidence", "[{\"title\":\"Rivers\",\"text\":\"A stream flows.\"}]",
            "verdict", "{\"verdict\":\"supported\",\"citation\":1}");

    /** For {@link Asked#lines()}: two lines. */
    static final Map<String, String> TWO_LINES = Map.of("answer", "one\ntwo\n", "check", "fine");

    private final TokensDriver driver;
    private final Map<String, String> answers;
    private long lastRun;

    private HandWorker(TokensDriver driver, Map<String, String> answers) {
        this.driver = driver;
        this.answers = answers;
    }

    /**
     * Until there is no more work.
     *
     * @param answers by stage; the others answer that it is fine
     * @return the work that was done, in the order of the topics
     */
    static List<TestRecord<String, Work>> workOff(TokensDriver driver, Map<String, String> answers) {
        return new HandWorker(driver, answers).workOff();
    }

    private List<TestRecord<String, Work>> workOff() {
        var done = new ArrayList<TestRecord<String, Work>>();
        for (var more = take(); !more.isEmpty(); more = take()) {
            done.addAll(more);
            more.forEach(work -> answer(work.value()));
        }
        return done;
    }

    private List<TestRecord<String, Work>> take() {
        var work = new ArrayList<TestRecord<String, Work>>();
        TokensDriver.POOLS.forEach((pool, lanes) -> work.addAll(driver.read(TokensTopics.work(pool, lanes))));
        work.removeIf(record -> record.value().getKind() != WorkKind.CALL);
        return work;
    }

    private void answer(Work work) {
        var call = new HandRun(work, ++lastRun);
        var answer = answers.getOrDefault(work.getStage(), "fine");
        driver.emit(call.start());
        if (work.getPool().equals("retrieve")) {
            driver.emit(call.whole(answer));
        } else {
            driver.emit(call.text(answer), call.end());
        }
    }
}
