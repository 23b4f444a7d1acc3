package io.millrace.load.hop;

import io.millrace.load.Machine;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** The figures as Markdown. */
record HopReport(String command, LocalDate date, HopOptions options, List<HopFigures> figures, HopLimits limits) {

    String toMarkdown() {
        var text = new StringBuilder("# Latency of a hop\n\n");
        text.append("Command: `").append(command).append("`  \n");
        text.append("Date: ").append(date).append("  \n");
        text.append("Machine: ").append(Machine.inWords()).append("; broker, registry, topology and worker on it  \n");
        text.append("Seed: ").append(options.seed()).append("\n\n");
        appendMethod(text);
        appendFigures(text);
        appendThreads(text);
        text.append("Limits: ")
                .append(limits.inWords())
                .append(": **")
                .append(verdict())
                .append("**.\n");
        return text.toString().replace("\r\n", "\n");
    }

    private void appendMethod(StringBuilder text) {
        text.append(String.format(
                Locale.ROOT,
                """
                A hop begins when a worker has a line to emit and ends when the call that this line leads to starts on a
                worker: worker, `tokens.elements`, topology (exactly-once, RocksDB), `tokens.work.*`, read uncommitted, worker.
                The plain round trip is one producer to one consumer of the same records in the same run, in turn with the hops,
                with the settings of the worker's clients. Open loop: %d elements a second reach the topology (%.0f of them lines,
                the rest the starts and answers of the calls that they lead to), and time counts from when a line was due. %d s of
                warm-up are thrown away, %d s are measured.

                """,
                options.rate(),
                options.rate() / (double) HopLoad.ELEMENTS_A_HOP,
                options.warmUp().toSeconds(),
                options.measured().toSeconds()));
        if (!options.cluster().settings().isEmpty()) {
            text.append("Settings other than the defaults: `")
                    .append(options.cluster().settings())
                    .append("`.\n\n");
        }
    }

    private void appendFigures(StringBuilder text) {
        text.append("Milliseconds:\n\n");
        text.append(
                "| commit interval | hops | lost | skipped | hop p50 | p90 | p99 | p99.9 | max | plain p50 | p99 | max |"
                        + " ratio p50 | ratio p99 | topology | load |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        for (var row : figures) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %d | %d | %d | %d | **%.2f** | %.2f | **%.2f** | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.1f |%n",
                    row.commitIntervalMillis(),
                    row.hop().getTotalCount(),
                    row.lost(),
                    row.skipped(),
                    row.hopMillis(50),
                    row.hopMillis(90),
                    row.hopMillis(99),
                    row.hopMillis(99.9),
                    row.hopMillis(100),
                    row.plainMillis(50),
                    row.plainMillis(99),
                    row.plainMillis(100),
                    row.ratio(50),
                    row.ratio(99),
                    row.topologyMillis(),
                    row.load()));
        }
        text.append(
                "\nTopology is the processor time of the stream threads for each line (four elements). Load is the machine's load average over the last minute of the run, its own threads included.\n\n");
    }

    private void appendThreads(StringBuilder text) {
        text.append("Stream threads, by their own metrics over the last 30 s:\n\n");
        for (var row : figures) {
            text.append("- ")
                    .append(row.commitIntervalMillis())
                    .append(" ms: ")
                    .append(row.threads())
                    .append('\n');
        }
        text.append('\n');
    }

    private String verdict() {
        return limits.heldBy(figures.get(0)) ? "kept" : "not kept";
    }
}
