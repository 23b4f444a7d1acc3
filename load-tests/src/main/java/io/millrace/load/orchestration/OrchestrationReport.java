package io.millrace.load.orchestration;

import io.millrace.load.Machine;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** The figures as Markdown. */
record OrchestrationReport(
        String command,
        LocalDate date,
        OrchestrationOptions options,
        List<OrchestrationFigures> figures,
        OrchestrationLimits limits) {

    String toMarkdown() {
        var text = new StringBuilder("# Cost of orchestration\n\n");
        text.append("Command: `").append(command).append("`  \n");
        text.append("Date: ").append(date).append("  \n");
        text.append("Machine: ").append(Machine.inWords()).append("; broker and registry on it  \n");
        text.append("Seed: none, nothing is drawn\n\n");
        appendMethod(text);
        appendFigures(text);
        text.append("\nLimits for the first row: ")
                .append(limits.inWords())
                .append(": **")
                .append(limits.heldBy(figures.get(0)) ? "kept" : "not kept")
                .append("**.\n");
        return text.toString().replace("\r\n", "\n");
    }

    private void appendMethod(StringBuilder text) {
        text.append(String.format(Locale.ROOT, """
                One instance of the token streams as shipped (exactly-once, RocksDB, changelogs) works off a backlog of %,d
                elements of %d streamed calls, in turn, whose askers follow the answer: each element is kept, handed on to its
                front door and ends in the one result of its request. The pass-through is a Kafka Streams application with the
                same settings that gets and puts one RocksDB entry with a changelog for each record and forwards it, of the same
                bytes, in the same run on the same broker. A backlog of %,d elements goes before, through both. Both are measured between a quarter and 95 %% of their backlog.
                Processor time is that of the stream threads, the clients' own threads and the broker not included.

                """, options.elements(), options.requests(), options.warmUp()));
        if (!options.cluster().settings().isEmpty()) {
            text.append("Settings other than the defaults: `")
                    .append(options.cluster().settings())
                    .append("`.\n\n");
        }
    }

    private void appendFigures(StringBuilder text) {
        text.append(
                "| tokens an element | elements/s | tokens/s | CPU an element, us | CPU per 1,000 tokens, ms |"
                        + " pass-through records/s | CPU a record, us | share | load |\n|---|---|---|---|---|---|---|---|---|\n");
        for (var row : figures) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %d | **%,.0f** | %,.0f | %.1f | %.2f | %,.0f | %.1f | **%.2f** | %.1f |%n",
                    row.tokens(),
                    row.topology().rate(),
                    row.tokensPerSecond(),
                    row.topology().micros(),
                    row.millisPer1000Tokens(),
                    row.pass().rate(),
                    row.pass().micros(),
                    row.share(),
                    row.load()));
        }
    }
}
