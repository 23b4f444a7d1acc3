package io.millrace.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;

/**
 * What came of a request, documents read.
 *
 * @param requestId names the request in topics and stores
 * @param pipeline that answered
 * @param version of the plan that it ran on
 * @param ending how it ended
 * @param text the answer as text; empty where there is none
 * @param json the answer as JSON; MissingNode where there is none
 * @param missing what the answer lacks, whatever order it was noticed in
 * @param total what it took together
 * @param stages what each stage took, in the order of the plan
 */
record Outcome(
        String requestId,
        String pipeline,
        int version,
        Ending ending,
        String text,
        JsonNode json,
        List<Missing> missing,
        Figures total,
        List<StageFigures> stages) {

    Outcome {
        missing = missing.stream().sorted(Missing.ORDER).toList();
        stages = List.copyOf(stages);
    }

    /**
     * How a request ended.
     *
     * @param status COMPLETE, PARTIAL, FAILED or CANCELLED
     * @param finishReason why the text ends; empty for none
     * @param errorCode why it failed; empty where it did not
     */
    record Ending(String status, String finishReason, String errorCode) {}

    /** An item that an answer lacks; {@code path} as text. */
    record Missing(String stage, String path, String code) {

        private static final Comparator<Missing> ORDER = Comparator.comparing(Missing::path)
                .thenComparing(Missing::stage)
                .thenComparing(Missing::code);

        @Override
        public String toString() {
            return stage + " at " + path + " (" + code + ")";
        }
    }

    /**
     * What was spent.
     *
     * @param cachedTokens of {@code promptTokens} those that a prefix cache held
     * @param millis from the first input to the last output
     * @param cost in the currency of the price table; 0 without one
     */
    record Figures(int calls, long promptTokens, long cachedTokens, long completionTokens, long millis, double cost) {}

    /** What one stage spent. */
    record StageFigures(String stage, Figures figures) {}
}
