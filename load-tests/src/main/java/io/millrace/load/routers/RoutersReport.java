package io.millrace.load.routers;

import io.millrace.load.Machine;
import io.millrace.load.headline.Capacity;
import io.millrace.load.headline.routing.Policy;
import io.millrace.load.headline.routing.Shipped;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * The report in Markdown.
 *
 * @param traces none where there were no data
 * @param missed limits that are not kept
 */
record RoutersReport(
        String command,
        LocalDate date,
        int seeds,
        List<RouterRow> rows,
        List<TraceStudy.Findings> traces,
        List<String> missed) {

    private static final String DRAWN = """
            ## Drawn requests

            The experiment of [headline-virtual](headline-virtual.md) with stream, 64 tenants (Zipf 0.9), each with prompts of its own
            that are 1,000 tokens longer in every stage: 330,000 tokens of heads for caches of 100,000 on each of four replicas.

            The upper rows are the policies of the reference model, which see loads and caches exactly as they are; run for run they
            are the reference (`ReferenceModelTest`). One thing differs from it here: caches drop blocks, not whole heads. The lower
            rows are the schedulers of `streams/tokens` as shipped: prompts as hashes of their text, workers' reports with Bloom
            filters each 100 ms, read at most each 50 ms, so that loads are up to 150 ms old, and what the router itself sent since.

            To know before quoting this:

            - The set-up is ours. Engines keep the heads that prompts share and nothing else of them, as in the reference, and the
              reports say so; engines that also keep what is never asked for again hold fewer heads.
            - There are four routers, as many as the token streams have tasks. Each call meets any of them; none knows what the others send.
            - Capacities differ by a tenth between sets of three seeds.

            | policy | mean <= 4 s, requests/s | times round robin | hit rate at 6/s | busiest / mean | mean at 6/s, s | mean at 7/s, s |
            |---|---|---|---|---|---|---|
            """;

    private static final String TRACED = """
            ## Traced requests

            Each call of `llm-trace-mooncake` (%,d calls in %.0f minutes, prompts of %,.0f tokens in the mean, up to %,d) is one call here,
            with its prompt in blocks of 16 tokens made of the 512-token blocks of the trace, and its length. Calls come as they came
            there, or in the same order at the times of `llm-trace-azure`, faster or slower by the factor at which a policy keeps the
            mean time to the first token within 4 s: four times what an idle replica needs for a mean prompt. The other columns are
            all at the rate that round robin serves. The first fifth of the calls does not count for times.

            To know before quoting this:

            - The replicas are ours: four A100s with a model of 8B, 512 tokens an iteration, 32 sequences, and a prefix cache of
              2,000,000 tokens each (256 GB of host memory, from which reading is taken to cost nothing). With 100,000 tokens each
              nothing but the 512 tokens that all prompts begin with is ever found again.
            - One cache without end would find %.0f %% of the tokens. What routing can gain is less than that.
            - A scaled trace scales the time that people think, too. With other arrivals the pauses within a conversation are not theirs.
            - Answers are not cached, since a trace does not say which blocks they became. There are no seeds: a trace is one sample.
            - Routers know the first 4,096 tokens of a prompt only, as shipped.

            """;

    String toMarkdown() {
        var text = new StringBuilder("# Choosing a replica, in virtual time\n\n");
        text.append("Command: `").append(command).append("`  \n");
        text.append("Date: ").append(date).append("  \n");
        text.append("Machine: ").append(Machine.inWords()).append(" (it does not matter for the figures)  \n");
        text.append("Seeds: 1-").append(seeds).append("\n\n");
        drawn(text);
        traced(text);
        text.append("## Promised\n\n").append(verdict()).append(".\n");
        missed.forEach(each -> text.append("\n- ").append(each).append(".\n"));
        return text.toString();
    }

    String verdict() {
        return format(
                "cache-aware serves %.2f times what round robin serves, both as shipped, promised %.1f; each policy serves at least %.1f "
                        + "of what the reference's by the same rule serves: %s",
                RouterLimits.gainIn(rows),
                RouterLimits.PROMISED.gain(),
                RouterLimits.PROMISED.twin(),
                missed.isEmpty() ? "kept" : "NOT KEPT");
    }

    private void drawn(StringBuilder text) {
        text.append(DRAWN);
        for (var row : rows) {
            boolean shipped = row.policy() instanceof Shipped;
            double turns = RouterLimits.served(rows, shipped ? Shipped.twinOf(Policy.ROUND_ROBIN) : Policy.ROUND_ROBIN);
            text.append(format(
                    "| %s | %s | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
                    name(row),
                    Capacity.inWords(row.served()),
                    row.servedOr0() / turns,
                    row.hitRate(),
                    row.imbalance(),
                    row.mean(),
                    row.overloadedMean()));
        }
        text.append('\n');
    }

    private static String name(RouterRow row) {
        return row.policy() instanceof Policy policy
                ? "reference's " + policy.ruleName()
                : "**" + row.policy().id() + "**";
    }

    private void traced(StringBuilder text) {
        if (traces.isEmpty()) {
            text.append("## Traced requests\n\nNot run: the data were not there.\n\n");
            return;
        }
        var calls = traces.get(0).trace().calls();
        var tokens = calls.stream().mapToInt(call -> call.prompt().tokens()).summaryStatistics();
        text.append(format(
                TRACED,
                calls.size(),
                calls.get(calls.size() - 1).at() / 60,
                tokens.getAverage(),
                tokens.getMax(),
                100 * traces.get(0).trace().reusable()));
        traces.forEach(found -> table(text, found));
    }

    private static void table(StringBuilder text, TraceStudy.Findings found) {
        text.append(format(
                "### %s%n%nAs they came: %.2f calls a second; compared at %.2f.%n%n",
                found.trace().name(), found.trace().rate(), found.rate()));
        text.append(
                "| policy | calls/s | times round robin | hit rate | first token p50, s | p99, s | mean, s | busiest / mean |\n"
                        + "|---|---|---|---|---|---|---|---|\n");
        for (var row : found.rows()) {
            var figures = row.figures();
            text.append(format(
                    "| %s | %s | %.2f | %.2f | %.2f | %.1f | %.2f | %.2f |%n",
                    row.policy().id(),
                    Capacity.inWords(row.served()),
                    found.gain(row),
                    figures.hitRate(),
                    figures.p50(),
                    figures.p99(),
                    figures.mean(),
                    figures.imbalance()));
        }
        text.append('\n');
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
