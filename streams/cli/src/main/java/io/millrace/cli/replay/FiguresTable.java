package io.millrace.cli.replay;

import io.millrace.cli.Cost;
import io.millrace.cli.replay.Outcome.Figures;
import io.millrace.cli.replay.Outcome.StageFigures;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Calls, tokens, time and cost of each stage, before and after, as lines of a table. */
final class FiguresTable {

    private static final String NONE = "-";

    /** No name of a stage: these have no spaces. */
    private static final String TOTAL = "in all";

    private static final List<Column> COLUMNS = List.of(
            new Column("calls", figures -> Integer.toString(figures.calls())),
            new Column("prompt", figures -> Long.toString(figures.promptTokens())),
            new Column("cached", figures -> Long.toString(figures.cachedTokens())),
            new Column("written", figures -> Long.toString(figures.completionTokens())),
            new Column("ms", figures -> Long.toString(figures.millis())),
            new Column("cost", figures -> Cost.of(figures.cost())));

    private record Column(String name, Function<Figures, String> value) {

        /** One number where it has not changed. */
        String cell(@Nullable Figures before, @Nullable Figures after) {
            var was = before == null ? NONE : value.apply(before);
            var is = after == null ? NONE : value.apply(after);
            return was.equals(is) ? is : was + " -> " + is;
        }
    }

    private final List<List<String>> rows = new ArrayList<>();

    private FiguresTable() {}

    /** A heading, a line for each stage that made calls in either, and one for the whole. */
    static List<String> lines(Outcome before, Outcome after) {
        var table = new FiguresTable();
        var heading = new ArrayList<>(List.of("stage"));
        COLUMNS.forEach(column -> heading.add(column.name()));
        table.rows.add(heading);
        var stages = new LinkedHashSet<String>();
        Stream.of(after, before)
                .flatMap(outcome -> outcome.stages().stream())
                .filter(stage -> stage.figures().calls() > 0)
                .forEach(stage -> stages.add(stage.stage()));
        stages.forEach(stage -> table.add(stage, find(before, stage), find(after, stage)));
        table.add(TOTAL, before.total(), after.total());
        return table.lines();
    }

    private void add(String name, @Nullable Figures before, @Nullable Figures after) {
        var row = new ArrayList<>(List.of(name));
        COLUMNS.forEach(column -> row.add(column.cell(before, after)));
        rows.add(row);
    }

    private List<String> lines() {
        var widths = new int[COLUMNS.size() + 1];
        for (var row : rows) {
            for (var i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (var i = 0; i < widths.length; i++) {
            line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
        }
        return line.toString().stripTrailing();
    }

    private static @Nullable Figures find(Outcome outcome, String stage) {
        return outcome.stages().stream()
                .filter(figures -> figures.stage().equals(stage))
                .map(StageFigures::figures)
                .findFirst()
                .orElse(null);
    }
}
