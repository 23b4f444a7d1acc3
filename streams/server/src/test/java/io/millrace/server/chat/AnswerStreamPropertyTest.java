package io.millrace.server.chat;

import static io.millrace.server.chat.Replies.delta;
import static io.millrace.server.chat.Replies.finished;
import static io.millrace.server.chat.Replies.reset;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.serde.TrustedEvents;
import io.millrace.server.chat.AnswerEvent.Broken;
import io.millrace.server.chat.AnswerEvent.Text;
import io.millrace.testkit.Seeds;
import io.millrace.testkit.Seeds.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Random runs, cut into random pieces: a client never sees two of them spliced. */
class AnswerStreamPropertyTest {

    private static final String ANSWER = "Rivers shape valleys. 𝔘nicode too.";

    @BeforeAll
    static void letAvroMakeRecords() {
        TrustedEvents.trust();
    }

    @Test
    @ExtendWith(Seeds.class)
    void shouldNeverSpliceWhateverTheRunsAreCutInto(Seed seed) {
        for (int trial = 0; trial < 2_000; trial++) {
            var random = seed.generator(trial);
            var runs = new ArrayList<String>();
            for (int run = random.nextInt(4); run >= 0; run--) {
                var said = random.nextInt(4) == 0 ? withOneChange(random) : ANSWER;
                runs.add(said.substring(0, run == 0 ? said.length() : random.nextInt(said.length() + 1)));
            }

            var seen = play(random, runs);

            assertThat(seen).as("trial %d runs %s", trial, runs).isEqualTo(expected(runs));
        }
    }

    /** What a client sees of these runs, one superseding the other; an exclamation mark where the stream breaks. */
    private static String play(RandomGenerator random, List<String> runs) {
        var stream = new AnswerStream();
        var seen = new StringBuilder();
        var events = new ArrayList<AnswerEvent>();
        for (int run = 0; run < runs.size(); run++) {
            if (run > 0) {
                stream.take(reset(run));
            }
            pieces(random, run, runs.get(run)).forEach(piece -> events.addAll(stream.take(piece)));
        }
        events.addAll(stream.take(finished(runs.get(runs.size() - 1))));
        text(events, seen);
        return events.stream().anyMatch(Broken.class::isInstance) ? seen + "!" : seen.toString();
    }

    /** A naive second implementation: whole runs compared with what was seen so far, character by character. */
    private static String expected(List<String> runs) {
        var seen = "";
        for (var run : runs) {
            for (int i = 0; i < run.length(); i++) {
                if (i == seen.length()) {
                    seen += run.charAt(i);
                } else if (run.charAt(i) != seen.charAt(i)) {
                    return seen + "!";
                }
            }
        }
        return runs.get(runs.size() - 1).equals(seen) ? seen : seen + "!";
    }

    private static String withOneChange(RandomGenerator random) {
        int at = random.nextInt(ANSWER.length());
        return ANSWER.substring(0, at) + "#" + ANSWER.substring(at + 1);
    }

    /** The text in random pieces, with repeats. */
    private static List<Reply> pieces(RandomGenerator random, long run, String text) {
        var pieces = new ArrayList<Reply>();
        int at = 0;
        for (long seq = 1; at < text.length(); seq++) {
            int length = Math.min(text.length() - at, 1 + random.nextInt(8));
            pieces.add(delta(run, seq, text.substring(at, at + length)));
            if (random.nextInt(3) == 0) {
                pieces.add(pieces.get(random.nextInt(pieces.size())));
            }
            at += length;
        }
        return pieces;
    }

    private static void text(List<AnswerEvent> events, StringBuilder seen) {
        for (var event : events) {
            if (event instanceof Text text) {
                seen.append(text.text());
            }
        }
    }
}
