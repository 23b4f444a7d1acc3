package io.millrace.load.cancel;

import io.millrace.load.Machine;
import io.millrace.load.cancel.CancelFigures.Fault;
import io.millrace.load.cancel.CancelFigures.Since;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * The figures as Markdown.
 *
 * @param threads what the stream threads did with their time
 * @param missed what does not hold of the limits, one sentence each
 */
record CancelReport(
        String command,
        LocalDate date,
        CancelOptions options,
        CancelFigures figures,
        String threads,
        CancelLimits limits,
        List<String> missed) {

    private static final double[] PERCENTILES = {50, 90, 99, 100};

    String toMarkdown() {
        var text = new StringBuilder("# From a cancel to the abort of its calls\n\n");
        text.append("Command: `").append(command).append("`  \n");
        text.append("Date: ").append(date).append("  \n");
        text.append("Machine: ")
                .append(Machine.inWords())
                .append("; broker, registry, topology, worker, server and client on it; load ")
                .append(format("%.1f", Machine.load()))
                .append("\n\n");
        appendMethod(text);
        appendFigures(text);
        text.append(format(
                "Requests whose calls were not aborted: %d. Calls that were aborted although nobody had cancelled them: %d. Requests"
                        + " that did not end as they should (`CANCELLED`; `PARTIAL` without the cancelled part): %d.%n%n",
                figures.faults(Fault.NOT_ABORTED).size(),
                figures.faults(Fault.WRONGLY_ABORTED).size(),
                figures.faults(Fault.WRONG_END).size()));
        text.append("Stream threads, by their own metrics over the last 30 s: ")
                .append(threads)
                .append("\n\n");
        text.append("Limits: ").append(limits.inWords()).append(": **");
        text.append(missed.isEmpty() ? "kept" : "not kept: " + String.join("; ", missed))
                .append("**.\n");
        return text.toString().replace("\r\n", "\n");
    }

    private void appendMethod(StringBuilder text) {
        text.append(format(
                """
                Users' way: `POST /api/v1/tokens/pipelines/{name}/requests`, then `DELETE /api/v1/tokens/requests/{id}`, whole or with `?path=` of
                one of its %d parts; each part is a call of its own. Server, topology (exactly-once) and worker are those that are shipped, with
                their defaults. The engine is the measurement's: half of its calls never say a token, the others say one each %d ms; an abort is the
                moment at which the engine has stopped. Open loop: %d requests a second are asked, each is cancelled %d to %d ms after its calls
                have begun (seed %d), whatever has become of the others. %d requests are warm-up, %d count.

                *Acknowledged* is when the client has the answer 202; an abort before that counts as 0. *Sent* is when it sends the cancel.

                """,
                CancelPlan.PARTS,
                CancelEngine.PACE.toMillis(),
                options.rate(),
                CancelLoad.LEAST_RUN.toMillis(),
                CancelLoad.MOST_RUN.toMillis(),
                options.seed(),
                options.warmUp(),
                options.requests()));
        if (!options.cluster().settings().isEmpty()) {
            text.append("Settings other than the defaults: `")
                    .append(options.cluster().settings())
                    .append("`.\n\n");
        }
    }

    private void appendFigures(StringBuilder text) {
        text.append("Milliseconds:\n\n");
        text.append("| cancelled | calls | acknowledged p50 | p90 | p99 | max | sent p50 | p90 | p99 | max |\n");
        text.append("|---|---|---|---|---|---|---|---|---|---|\n");
        for (var cancel : Cancel.ALL) {
            text.append(format("| %s | %d |", cancel.inWords(), figures.count(cancel)));
            for (var since : List.of(Since.ACKNOWLEDGED, Since.SENT)) {
                for (double percentile : PERCENTILES) {
                    text.append(format(" %.1f |", figures.millis(cancel, since, percentile)));
                }
            }
            text.append('\n');
        }
        text.append(format(
                "%nBefore the first token p99 **%.1f ms**, while writing p99 **%.1f ms** from the acknowledgement.%n%n",
                figures.millis(true, 99), figures.millis(false, 99)));
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
