package io.millrace.load.retrieval;

import io.millrace.engines.index.DocumentIndex;
import io.millrace.engines.index.Hit;
import io.millrace.engines.index.Passage;
import io.millrace.engines.index.SearchMode;
import io.millrace.engines.local.LocalSettings;
import io.millrace.load.Arguments;
import io.millrace.load.Benchmark;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the evidence of 1,767 claims among 12,227 sentences, and measures what the verdicts built on it are worth. */
public final class RetrievalBench implements Benchmark {

    /** Dense retrieval must find a gold sentence among the first five for this share of claims. */
    private static final double PROMISED_HIT_AT_5 = 0.75;

    /** Enough to leave five passages when those of one page are taken out. */
    private static final int DEPTH_WITHOUT_PAGE = 60;

    private static final int CLAIMS_A_LINE = 500;
    private static final int NOT_RUN = 2;

    @Override
    public String name() {
        return "retrieval";
    }

    @Override
    public String summary() {
        return "share of claims whose evidence is found (dense, BM25, fusion) and what a grounding score means";
    }

    @Override
    public String options() {
        return """
                --data DIR      directory with the set fact-fm2 (default: MILLRACE_DATA)
                --cache DIR     where vectors are kept from run to run (default .millrace/cache)
                --report FILE   (default load-tests/reports/retrieval.md)
                """;
    }

    @Override
    public int run(List<String> args, PrintWriter out) throws IOException, InterruptedException {
        var options = options(args, out);
        if (options == null) {
            return NOT_RUN;
        }
        var environment = System.getenv().getOrDefault("MILLRACE_DATA", "data");
        var data = Path.of(options.get("data", environment)).resolve("fact-fm2");
        if (!FactSet.isIn(data)) {
            out.println("there is no data set in " + data
                    + "; docs/data.md says where it comes from, and MILLRACE_DATA or" + " --data where it is");
            return NOT_RUN;
        }
        var facts = FactSet.read(data);
        var evidence = new EvidenceIndex(facts, Path.of(options.get("cache", ".millrace/cache")));
        try (var index = evidence.open(out);
                var verifier = new LocalVerifier(evidence.settings())) {
            var rankings = new ArrayList<RankingFigures>();
            for (var mode : SearchMode.values()) {
                rankings.add(ranking(index, facts, mode, out));
            }
            var grounding = grounding(index, verifier, facts, out);
            var command = ("millrace bench retrieval " + String.join(" ", args)).strip();
            var report = new RetrievalReport(command, LocalDate.now(ZoneOffset.UTC), facts, rankings, grounding);
            var threshold = LocalSettings.of(evidence.settings()).verifyThreshold();
            write(Path.of(options.get("report", "load-tests/reports/retrieval.md")), report.toMarkdown(threshold), out);
            return verdict(rankings, out);
        }
    }

    private static @Nullable Arguments options(List<String> args, PrintWriter out) {
        try {
            return Arguments.parse(args, Set.of("data", "report", "cache"));
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return null;
        }
    }

    private static RankingFigures ranking(DocumentIndex index, FactSet facts, SearchMode mode, PrintWriter out)
            throws IOException {
        var outcomes = new ArrayList<RankingFigures.Outcome>();
        for (var claim : facts.claims()) {
            long start = System.nanoTime();
            var hits = index.search(claim.text(), RankingFigures.DEPTH, mode);
            double millis = (System.nanoTime() - start) / 1e6;
            var found = hits.stream().map(hit -> hit.passage().id()).toList();
            outcomes.add(RankingFigures.Outcome.of(found, claim.gold(), millis));
        }
        var figures = RankingFigures.of(mode, outcomes);
        out.printf(
                Locale.ROOT,
                "%-6s hit@1 %.3f  hit@5 %.3f  all gold in 5 %.3f  median %.1f ms%n",
                mode.id(),
                figures.hitAt1(),
                figures.hitAt5(),
                figures.allIn5(),
                figures.medianMillis());
        out.flush();
        return figures;
    }

    private static GroundingFigures grounding(
            DocumentIndex index, LocalVerifier verifier, FactSet facts, PrintWriter out) throws IOException {
        var supported = new ArrayList<Double>();
        var refuted = new ArrayList<Double>();
        var absent = new ArrayList<Double>();
        int done = 0;
        for (var claim : facts.claims()) {
            if (done++ % CLAIMS_A_LINE == 0) {
                out.println("verifying claim " + done + " of " + facts.claims().size());
                out.flush();
            }
            var hits = index.search(claim.text(), DEPTH_WITHOUT_PAGE, SearchMode.DENSE);
            (claim.supported() ? supported : refuted).add(verifier.score(claim.text(), first(hits, "")));
            absent.add(verifier.score(claim.text(), first(hits, claim.page())));
        }
        return new GroundingFigures(supported, refuted, absent);
    }

    /** The first passages that are not of a page. */
    private static List<Passage> first(List<Hit> hits, String exceptPage) {
        return hits.stream()
                .map(Hit::passage)
                .filter(passage -> !passage.title().equals(exceptPage))
                .limit(RankingFigures.DEPTH)
                .toList();
    }

    private static void write(Path file, String report, PrintWriter out) throws IOException {
        var directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(file, report);
        out.println("report written to " + file);
    }

    private static int verdict(List<RankingFigures> rankings, PrintWriter out) {
        double dense = rankings.stream()
                .filter(ranking -> ranking.mode() == SearchMode.DENSE)
                .mapToDouble(RankingFigures::hitAt5)
                .findFirst()
                .orElse(0);
        boolean kept = dense >= PROMISED_HIT_AT_5;
        out.printf(
                Locale.ROOT,
                "dense hit@5 %.3f, promised %.2f: %s%n",
                dense,
                PROMISED_HIT_AT_5,
                kept ? "kept" : "NOT KEPT");
        return kept ? 0 : 1;
    }
}
