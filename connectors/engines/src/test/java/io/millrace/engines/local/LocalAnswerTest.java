package io.millrace.engines.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine answers from documents. */
class LocalAnswerTest {

    @TempDir
    Path directory;

    private LocalEngineFixture engine;

    @BeforeEach
    void makeEngine() {
        engine = new LocalEngineFixture(directory);
    }

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    @Test
    void shouldAnswerWithTheSentencesThatSayIt() throws Exception {
        engine.library().withSamples().index();

        assertThat(engine.ask("How often does the lamp of the lighthouse flash?")
                        .text())
                .contains("The lamp flashes three times every 20 seconds.")
                .doesNotContain("bees");
    }

    @Test
    void shouldAnswerInReadingOrder() throws Exception {
        engine.library()
                .with(
                        "a.md",
                        "# Wheel\n\nThe wheel is oiled first. The wheel is turned next. The wheel is stopped last.")
                .index();

        assertThat(engine.ask("What is said about Wheel?").text())
                .isEqualTo("The wheel is oiled first. The wheel is turned next. The wheel is stopped last.");
    }

    @Test
    void shouldRatherReadOutASentenceThanARow() throws Exception {
        engine.library()
                .with(
                        "a.md",
                        "# Harbour\n\nThe lamp of the lighthouse flashes three times.\n\n"
                                + "| what | how often |\n|---|---|\n| the lamp of the lighthouse flashes | three times |\n")
                .index();

        assertThat(engine.ask("How often does the lamp of the lighthouse flash?")
                        .text())
                .isEqualTo("The lamp of the lighthouse flashes three times.");
    }

    @Test
    void shouldReadOutARowWhereNoSentenceSaysIt() throws Exception {
        engine.library()
                .with(
                        "a.md",
                        "# Harbour\n\nBees are kept in hives.\n\n"
                                + "| what | how often |\n|---|---|\n| the lamp of the lighthouse flashes | three times |\n")
                .index();

        assertThat(engine.ask("How often does the lamp of the lighthouse flash?")
                        .text())
                .isEqualTo("what: the lamp of the lighthouse flashes; how often: three times.");
    }

    @Test
    void shouldLetOneGoodSentenceStandAlone() throws Exception {
        engine.library()
                .with(
                        "a.md",
                        "# Mill\n\nThe wheel of the mill turns twelve times a minute. The miller lives in the village."
                                + " The mill was painted in spring.")
                .index();

        assertThat(engine.ask("How fast does the wheel of the mill turn?").text())
                .isEqualTo("The wheel of the mill turns twelve times a minute.");
    }

    @Test
    void shouldNotRepeatItself() throws Exception {
        engine.library()
                .with("a.txt", "The lamp flashes every 20 seconds.")
                .with("b.txt", "The lamp flashes every 20 seconds.")
                .with("c.txt", "The lamp flashes once every 20 seconds.")
                .index();

        assertThat(engine.ask("When does the lamp flash?").text()).containsOnlyOnce("flashes");
    }

    @Test
    void shouldChangeItsAnswerWithTheDocuments() throws Exception {
        engine.library().with("a.txt", "Tickets cost 4 crowns.").index();
        var before = engine.ask("What do tickets cost?").text();

        engine.library().with("a.txt", "Tickets cost 9 crowns.").index();

        assertThat(before).isEqualTo("Tickets cost 4 crowns.");
        assertThat(engine.ask("What do tickets cost?").text()).isEqualTo("Tickets cost 9 crowns.");
    }

    @Test
    void shouldSayPlainlyThatTheDocumentsDoNotAnswer() throws Exception {
        engine.library().withSamples().index();

        assertThat(engine.ask("Who won the football world cup in 1998?").text()).isEqualTo(ExtractiveAnswer.NO_ANSWER);
    }

    @Test
    void shouldAnswerTheSameEachTime() throws Exception {
        engine.library().withSamples().index();
        var answers = new ArrayList<Answer>();
        for (int i = 0; i < 8; i++) {
            answers.add(engine.ask("What does one need to know about bees in winter?"));
        }

        var first = answers.get(0).text();

        for (var answer : answers) {
            assertThat(answer.text()).isEqualTo(first);
        }
    }
}
