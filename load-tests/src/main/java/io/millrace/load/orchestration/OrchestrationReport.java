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
                Processor time is that of the stream threads, of the threads of their clients and of the broker. Share is that of the
                pass-through's records a second. `answer` is a call whose text the asker follows; `sentences` also cuts each sentence of it,
                hands it on and puts all together.

                """, options.elements(), options.requests(), options.warmUp()));
        if (!options.cluster().settings().isEmpty()) {
            text.append("Settings other than the defaults: `")
                    .append(options.cluster().settings())
                    .append("`.\n\n");
        }
    }

    private void appendFigures(StringBuilder text) {
        text.append("""
                | pipeline | tokens an element | elements/s | tokens/s | pass-through records/s | share | CPU per 1,000 tokens, ms | load |
                |---|---|---|---|---|---|---|---|
                """);
        for (var row : figures) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | **%,.0f** | %,.0f | %,.0f | **%.2f** | %.2f | %.1f |%n",
                    row.pipeline().id(),
                    row.tokens(),
                    row.topology().rate(),
                    row.tokensPerSecond(),
                    row.pass().rate(),
                    row.share(),
                    row.millisPer1000Tokens(),
                    row.load()));
        }
        text.append("""

                What takes the rest, processor time in microseconds for an element and, behind it, for a record of the pass-through:

                | pipeline | tokens an element | stream threads | clients | broker | in all |
                |---|---|---|---|---|---|
                """);
        for (var row : figures) {
            var ours = row.topology().micros();
            var pass = row.pass().micros();
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %.1f, %.1f | %.1f, %.1f | %.1f, %.1f | %.1f, %.1f |%n",
                    row.pipeline().id(),
                    row.tokens(),
                    ours.streams(),
                    pass.streams(),
                    ours.clients(),
                    pass.clients(),
                    ours.broker(),
                    pass.broker(),
                    ours.total(),
                    pass.total()));
        }
    }
}
