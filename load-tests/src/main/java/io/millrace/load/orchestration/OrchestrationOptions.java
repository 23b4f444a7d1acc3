package io.millrace.load.orchestration;

import io.millrace.load.Arguments;
import io.millrace.load.cluster.ClusterOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is measured and where.
 *
 * @param warmUp elements of a backlog before the first that counts; 0 for none
 * @param elements in each backlog
 * @param requests that they are of, in turn
 * @param pipelines what becomes of the elements; the first one is judged
 * @param batches tokens an element, one measurement for each; the first one is judged
 * @param cluster where it is measured
 * @param smoke whether only the proportions are judged
 */
record OrchestrationOptions(
        int warmUp,
        int elements,
        int requests,
        List<BenchPipeline> pipelines,
        List<Integer> batches,
        ClusterOptions cluster,
        @Nullable Path report,
        boolean smoke) {

    static final String USAGE = """
            --warm-up N             elements of a backlog before the first that counts; 0 for none (default 400000)
            --elements N            in each backlog (default 400000)
            --requests N            that they are of, in turn (default 256)
            --pipelines NAME,...    answer, sentences: what becomes of them; the first one is judged (default both)
            --batches N,...         tokens an element, one measurement for each; the first one is judged (default 8,2,1)
            --smoke                 40000 elements of 8 tokens, only the share of the pass-through judged, no report
            --report FILE           (default load-tests/reports/orchestration.md)
            """ + ClusterOptions.USAGE;

    private static final Set<String> OWN = Set.of("warm-up", "elements", "requests", "pipelines", "batches", "report");
    private static final Set<String> FLAGS = Set.of("smoke");
    private static final String DEFAULT_REPORT = "load-tests/reports/orchestration.md";
    private static final int MOST = 100_000_000;

    OrchestrationOptions {
        pipelines = List.copyOf(pipelines);
        batches = List.copyOf(batches);
        if (requests < 1 || elements / requests < 2 || warmUp > 0 && warmUp / requests < 2) {
            throw new IllegalArgumentException("each request needs at least two elements, so --elements (" + elements
                    + ") and --warm-up (" + warmUp + ") must be twice --requests (" + requests + ") or more");
        }
        if (batches.isEmpty() || batches.stream().anyMatch(tokens -> tokens < 1 || tokens > 1_000)) {
            throw new IllegalArgumentException("--batches takes numbers of tokens between 1 and 1000");
        }
    }

    /** @throws IllegalArgumentException in one sentence, when the command line makes no sense */
    static OrchestrationOptions parse(List<String> args) {
        var given = Arguments.parse(args, ClusterOptions.and(OWN), FLAGS);
        boolean smoke = given.has("smoke");
        var report = given.get("report", smoke ? "" : DEFAULT_REPORT);
        return new OrchestrationOptions(
                count("warm-up", given.number("warm-up", smoke ? 0 : 400_000), 0),
                count("elements", given.number("elements", smoke ? 40_000 : 400_000), 1),
                count("requests", given.number("requests", 256), 1),
                Arrays.stream(given.get("pipelines", smoke ? "answer" : "answer,sentences")
                                .split(","))
                        .map(OrchestrationOptions::pipeline)
                        .toList(),
                Arrays.stream(given.get("batches", smoke ? "8" : "8,2,1").split(","))
                        .map(text -> count("batches", Arguments.whole("batches", text), 1))
                        .toList(),
                ClusterOptions.of(given),
                report.isEmpty() ? null : Path.of(report),
                smoke);
    }

    private static BenchPipeline pipeline(String name) {
        return Arrays.stream(BenchPipeline.values())
                .filter(pipeline -> pipeline.id().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("--pipelines takes answer and sentences, was '" + name + "'"));
    }

    private static int count(String name, long number, int least) {
        if (number < least || number > MOST) {
            throw new IllegalArgumentException(
                    "--" + name + " must be between " + least + " and " + MOST + ", was " + number);
        }
        return (int) number;
    }
}
