package io.millrace.engines.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engines.index.Passage;
import io.millrace.engines.index.SentenceEmbedder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroundingTest {

    private static final double THRESHOLD = 0.7;
    private static final TaskOutput SILENT = new TaskOutput() {
        @Override
        public void write(String fragment) {}

        @Override
        public void checkpoint() {}
    };

    private final SentenceEmbedder embedder = SentenceEmbedder.load(Path.of("target/natives"));
    private final Grounding grounding = new Grounding(embedder, THRESHOLD);

    @ParameterizedTest
    @CsvSource({"0.6999, not_found", "0.7, grounded", "0.7001, grounded"})
    void shouldCallGroundedFromTheThresholdOn(double score, String verdict) {
        var json =
                grounding.verdict(score, evidence("a.md#0", "The oven is hot.")).toJson();

        assertThat(json.path("verdict").asText()).isEqualTo(verdict);
        assertThat(json.path("citation").isNull()).isEqualTo(verdict.equals("not_found"));
    }

    @Test
    void shouldCiteThePassageThatSaysTheSame() throws Exception {
        var evidence = List.of(
                evidence("a.md#0", "Bees sleep in winter."),
                evidence("b.md#0", "The oven is heated with beech wood."),
                evidence("c.md#0", "Ovens are useful."));

        var verdict = grounding.of("The oven is heated using beech wood.", evidence, SILENT);

        assertThat(verdict.citation()).isEqualTo(evidence.get(1));
        assertThat(verdict.score()).isBetween(0.9, 1.0);
    }

    @Test
    void shouldFindNothingInOtherMatters() throws Exception {
        var verdict = grounding.of(
                "Paris is the capital of France.", List.of(evidence("a.md#0", "Bees sleep in winter.")), SILENT);

        assertThat(verdict.citation()).isNull();
        assertThat(verdict.score()).isLessThan(0.4);
    }

    @Test
    void shouldNotCallAnotherNumberAGround() throws Exception {
        var verdict = grounding.of(
                "The oven reaches 250 degrees.", List.of(evidence("a.md#0", "The oven reaches 280 degrees.")), SILENT);

        assertThat(verdict.toJson().toString())
                .isEqualTo("{\"verdict\":\"not_found\",\"score\":0.0,\"citation\":null}");
    }

    @Test
    void shouldFindNothingWithoutEvidence() throws Exception {
        assertThat(grounding.of("The oven is hot.", List.of(), SILENT).toJson().toString())
                .isEqualTo("{\"verdict\":\"not_found\",\"score\":0.0,\"citation\":null}");
    }

    @Test
    void shouldPassOverEvidenceWithoutText() throws Exception {
        assertThat(grounding
                        .of("The oven is hot.", List.of(evidence("a.md#0", " ")), SILENT)
                        .citation())
                .isNull();
    }

    @Test
    void shouldGroundASentenceInItself() throws Exception {
        var text = "The oven is heated with beech wood.";

        assertThat(grounding.of(text, List.of(evidence("a.md#0", text)), SILENT).score())
                .isEqualTo(1.0);
    }

    private static Evidence evidence(String id, String text) {
        return new Evidence(new Passage(id, "Mill Lane Bakery", "a.md", text));
    }
}
