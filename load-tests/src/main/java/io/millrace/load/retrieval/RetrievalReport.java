package io.millrace.load.retrieval;

import io.millrace.load.Machine;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** The figures as Markdown. Pure but for the words on the machine. */
record RetrievalReport(
        String command, LocalDate date, FactSet facts, List<RankingFigures> rankings, GroundingFigures grounding) {

    private static final int FIRST_STEP = 10;
    private static final int LAST_STEP = 19;
    private static final double STEPS = 20;

    String toMarkdown(double defaultThreshold) {
        var text = new StringBuilder("# Retrieval and grounding on `fact-fm2`\n\n");
        text.append("Command: `").append(command).append("`  \n");
        text.append("Date: ").append(date).append("  \n");
        text.append("Machine: ").append(Machine.inWords()).append("\n\n");
        text.append("%,d claims; evidence is searched over all %,d sentences, each under the title of its page.%n%n"
                .formatted(facts.claims().size(), facts.evidence().size()));
        appendRankings(text);
        appendGrounding(text, defaultThreshold);
        return text.toString().replace("\r\n", "\n");
    }

    private void appendRankings(StringBuilder text) {
        text.append("## Finding the evidence\n\n");
        text.append("| mode | hit@1 | hit@5 | all gold in 5 | median ms a search |\n|---|---|---|---|---|\n");
        for (var row : rankings) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.3f | %.3f | %.3f | %.1f |%n",
                    row.mode().id(),
                    row.hitAt1(),
                    row.hitAt5(),
                    row.allIn5(),
                    row.medianMillis()));
        }
        text.append(
                "\nFusion is by reciprocal rank, dense and BM25 weighted equally. Times hold for a machine shared with other work.\n\n");
    }

    private void appendGrounding(StringBuilder text, double defaultThreshold) {
        text.append("## What a score of the local verifier means\n\n");
        text.append(String.format(
                Locale.ROOT,
                "- Tells a claim whose page is in the evidence from one whose page is not: AUC **%.3f**.%n"
                        + "- Tells a supported claim from a refuted one: AUC **%.3f** (chance is 0.5). It does not check facts;"
                        + " that is why its verdicts are `grounded` and `not_found`, never true or false.%n%n",
                grounding.presenceArea(),
                grounding.truthArea()));
        text.append("Share of claims called grounded, by threshold (`local.verify.threshold`, default ")
                .append(defaultThreshold)
                .append("):\n\n");
        text.append("| threshold | supported | refuted | page not in the evidence |\n|---|---|---|---|\n");
        for (int step = FIRST_STEP; step <= LAST_STEP; step++) {
            double threshold = step / STEPS;
            text.append(String.format(
                    Locale.ROOT,
                    "| %.2f | %.3f | %.3f | %.3f |%n",
                    threshold,
                    GroundingFigures.shareFrom(grounding.supported(), threshold),
                    GroundingFigures.shareFrom(grounding.refuted(), threshold),
                    GroundingFigures.shareFrom(grounding.absent(), threshold)));
        }
    }
}
